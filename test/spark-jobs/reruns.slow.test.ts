import { expect, test } from "vitest";
import { IS_DEEP } from "../support/depth.ts";
import { HALF, KILL_SPARK } from "./odd-workers.ts";
import { repeatedRun, SIX_PARTITIONS } from "./repeated-run.ts";

const theRun = repeatedRun();

test("a step that is started again puts its results in the place of what others left", {
  timeout: 400_000,
}, async () => {
  const run = theRun();
  const attempt = (cluster: string, settings: string[], jobs?: string) =>
    run.attempt("again", cluster, run.oneFile, { settings, ...(jobs === undefined ? {} : { jobs }) });
  if (IS_DEEP) {
    expect(await attempt("j-1", SIX_PARTITIONS)).toMatchObject({ code: 0 });
    expect(await run.listed("again", "j-1")).toEqual(run.expected);
  }

  // One partition after the other, so that what the first has made is there.
  const scoring = await run.workerOf("scoring", `if (isFirst("one")) write(real()); else ${KILL_SPARK}`);
  const killed = await attempt("j-2", [...SIX_PARTITIONS, "--master", "local[1]"], scoring.jobs);
  expect(killed.code).not.toBe(0);
  await expect(run.listed("again", "j-2")).rejects.toThrow("no tally of the cluster j-2");

  if (IS_DEEP) {
    const topics = await run.workerOf(
      "topics",
      `if (job === "topics") { ${HALF} ${KILL_SPARK} } else write(real());`,
    );
    expect((await attempt("j-3", SIX_PARTITIONS, topics.jobs)).code).not.toBe(0);
    await expect(run.listed("again", "j-3")).rejects.toThrow("no tally of the cluster j-3");
  }

  const last = await attempt("j-4", []);
  expect(last.code).toBe(0);
  expect(await run.listed("again", "j-4")).toEqual(run.expected);
  // Of posts, quarantine and topics; and the two tallies.
  expect(last.files).toHaveLength(5);
});
