import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { realSpark } from "../../support/real-spark.ts";

const run = promisify(execFile);

test("Spark's Java takes its classes from the archive", { timeout: 300_000 }, async () => {
  const { commands, environment } = (await realSpark()).clusterPrograms;
  const [command = "", ...settings] = commands.programs.get("spark-sql") ?? [];
  const logging = settings.map((one) => (one.startsWith("-XX:") ? `${one} -Xlog:class+load` : one));
  const { stdout } = await run(command, [...logging, "-e", "SELECT 40 + 2"], {
    env: { ...process.env, ...environment },
    maxBuffer: 100_000_000,
  });
  expect(stdout).toMatch(/^42$/m);
  // Lambdas have no names by which they could be archived.
  const loaded = stdout.split("\n").filter((line) => line.includes(" org.apache.spark."));
  const classes = loaded.filter((line) => !line.includes("$$Lambda"));
  const archived = classes.filter((line) => line.includes("source: shared objects file (top)"));
  expect(classes.length).toBeGreaterThan(1000);
  expect(archived.length / classes.length).toBeGreaterThan(0.9);
});
