import { expect, test } from "vitest";
import { IS_DEEP } from "../support/depth.ts";
import { HALF, KILL_SPARK } from "./odd-workers.ts";
import { repeatedRun, SIX_PARTITIONS } from "./repeated-run.ts";

const theRun = repeatedRun();

test("a worker that fails once in each partition is no matter", { timeout: 400_000 }, async () => {
  const run = theRun();
  const { jobs, asked } = await run.workerOf(
    "failing",
    `if (isFirst(job + hashOf(input))) { ${HALF} process.exit(3); } else write(real());`,
  );
  const settings = [...SIX_PARTITIONS, "--master", "local[2,4]"];
  expect(await run.attempt("failing", "j-1", run.oneFile, { jobs, settings })).toMatchObject({ code: 0 });
  const failures = (await asked()).map((name) => name.replace(/[0-9a-f]{64}$/, ""));
  expect(failures.filter((job) => job === "score").length).toBeGreaterThan(3);
  expect(failures.filter((job) => job === "topics")).toHaveLength(1);
  expect(await run.listed("failing", "j-1")).toEqual(run.expected);
});

if (IS_DEEP)
  test("an executor that is lost in each of the jobs is no matter", { timeout: 400_000 }, async () => {
    const run = theRun();
    // Scoring, it may have finished a partition when it is lost.
    const { jobs, asked } = await run.workerOf(
      "lost",
      `const first = isFirst(job);
    if (job === "topics" ? first : !first && isFirst("loss")) { ${HALF} ${KILL_SPARK} } else write(real());`,
    );
    const settings = [...SIX_PARTITIONS, "--master", "local-cluster[2,1,1024]"];
    const ended = await run.attempt("lost", "j-1", run.oneFile, { jobs, settings });
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stderr.match(/Lost executor \d+/g)).toHaveLength(2);
    expect(await asked()).toEqual(["loss", "score", "topics"]);
    expect(await run.listed("lost", "j-1")).toEqual(run.expected);
  });
