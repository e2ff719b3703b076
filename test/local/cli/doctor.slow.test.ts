import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { citypulse } from "../../support/citypulse.ts";

const { call, folder, newHome } = citypulse();

/** A search path with what the launcher takes and nothing else. */
const bare = (): string => join(folder(), "bare");

beforeAll(async () => {
  await mkdir(bare());
  for (const name of ["sh", "readlink", "dirname"]) await symlink(`/usr/bin/${name}`, join(bare(), name));
});

const Findings = z.array(z.object({ what: z.string(), found: z.string().nullable(), remedy: z.string() }));

test("doctor says what is there, what is missing, and what to do", async () => {
  const { code, stdout } = await call(["doctor", "--home", newHome(), "--json"], {
    environment: { PATH: bare() },
  });
  const found = new Map(Findings.parse(JSON.parse(stdout)).map(({ what, ...rest }) => [what, rest]));
  expect(code).toBe(0);
  expect(found.get("Node")?.found).toMatch(/^v24\./);
  expect(found.get("PostgreSQL")?.found).toMatch(/postgres$/);
  expect(found.get("Spark")).toEqual({ found: null, remedy: "citypulse doctor --install-spark" });
});

test("doctor finds a Spark that a shell would find", async () => {
  const bin = join(folder(), "bin");
  await mkdir(bin);
  await writeFile(join(bin, "spark-sql"), "#!/bin/sh\n");
  await chmod(join(bin, "spark-sql"), 0o755);
  const { stdout } = await call(["doctor", "--home", newHome()], {
    environment: { PATH: [bin, process.env.PATH].join(delimiter) },
  });
  expect(stdout).toMatch(/^Spark +\S*bin\/spark-sql/m);
});

test("where Spark cannot be installed, doctor says why", async () => {
  const home = newHome();
  const { code, stderr } = await call(["doctor", "--install-spark", "--home", home], {
    environment: { PATH: bare() },
  });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/Spark cannot be installed in .*: This needs Python 3\.10 or 3\.11/);
});

test("a run on the engine emr without Spark fails with the way to get it", async () => {
  const { code, stderr } = await call(["run", "--engine", "emr", "--home", newHome()], {
    environment: { PATH: "/usr/bin:/bin" },
  });
  expect(code).toBe(1);
  expect(stderr).toContain("spark-sql is not installed on this machine");
  expect(stderr).toContain("citypulse doctor --install-spark");
});
