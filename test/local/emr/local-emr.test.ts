import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LocalEmr } from "../../../local/emr/local-emr.ts";
import { CLUSTER, CLUSTER_ID, isBeating, stepOf, testEmr, untilBeating } from "../../support/emr.ts";

let root: string;
let emr: LocalEmr;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse emr "));
  emr = testEmr(root);
});
afterEach(async () => {
  await emr.close();
  await rm(root, { recursive: true });
});

const OPEN = [{ id: CLUSTER_ID, name: "citypulse-test" }];

test("a cluster is open from createCluster to terminateCluster, and its disks live as long", async () => {
  expect(await emr.createCluster(CLUSTER)).toEqual({ ClusterId: CLUSTER_ID });
  expect(emr.openClusters()).toEqual(OPEN);
  expect(await readdir(join(root, "hdfs"))).toHaveLength(1);
  expect(await emr.terminateCluster({ ClusterId: CLUSTER_ID })).toEqual({});
  expect(emr.openClusters()).toEqual([]);
  expect(await readdir(join(root, "hdfs"))).toEqual([]);
});

test.each([
  [{ ...CLUSTER, Instances: {} }, "Instances.KeepJobFlowAliveWhenNoSteps: must be true"],
  [
    { ...CLUSTER, Instances: { KeepJobFlowAliveWhenNoSteps: false } },
    "Instances.KeepJobFlowAliveWhenNoSteps: must be true",
  ],
  [{ ...CLUSTER, Steps: [] }, "Steps: is not allowed"],
  [{ ...CLUSTER, ReleaseLabel: "7.14" }, "ReleaseLabel: must be a release"],
  [{ ...CLUSTER, Name: "" }, "Name: "],
  [{ ...CLUSTER, StepConcurrencyLevel: 2 }, "StepConcurrencyLevel: must be 1"],
])("createCluster refuses %j", async (parameters, fault) => {
  await expect(emr.createCluster(parameters)).rejects.toMatchObject({
    name: "EMR.AmazonElasticMapReduceException",
    message: expect.stringContaining(fault),
  });
  expect(emr.openClusters()).toEqual([]);
});

test("a cluster that was never made is refused, by name", async () => {
  for (const work of [emr.addStep(stepOf(["report"])), emr.terminateCluster({ ClusterId: CLUSTER_ID })]) {
    await expect(work).rejects.toMatchObject({
      name: "EMR.AmazonElasticMapReduceException",
      message: `Cluster id '${CLUSTER_ID}' is not valid. (Error Code: ValidationException)`,
    });
  }
});

test("a terminated cluster takes no step, and ends a second time without an error", async () => {
  await emr.createCluster(CLUSTER);
  await emr.terminateCluster({ ClusterId: CLUSTER_ID });
  await expect(emr.addStep(stepOf(["report"]))).rejects.toMatchObject({
    name: "EMR.AmazonElasticMapReduceException",
    message: expect.stringContaining("is terminated"),
  });
  expect(await emr.terminateCluster({ ClusterId: CLUSTER_ID })).toEqual({});
});

test("terminating a cluster kills its running step with all its processes, and cancels the next", async () => {
  await emr.createCluster(CLUSTER);
  const path = join(root, "beat");
  const steps = [emr.addStep(stepOf(["beat", path])), emr.addStep(stepOf(["report"]))];
  const ended = Promise.allSettled(steps);
  await untilBeating(path);
  await emr.terminateCluster({ ClusterId: CLUSTER_ID });
  const cancelled = { name: "States.TaskFailed", message: expect.stringContaining('"State":"CANCELLED"') };
  expect((await ended).map((each) => each.status === "rejected" && each.reason)).toMatchObject([
    cancelled,
    cancelled,
  ]);
  await expect.poll(() => isBeating(path), { timeout: 10_000 }).toBe(false);
  expect(await readdir(join(root, "logs", CLUSTER_ID, "steps"))).toEqual(["s-0000000000002"]);
});

test("closing kills what runs, removes the disks and leaves no cluster", async () => {
  await emr.createCluster(CLUSTER);
  const path = join(root, "beat");
  const ended = Promise.allSettled([emr.addStep(stepOf(["beat", path]))]);
  await untilBeating(path);
  await emr.close();
  expect(await ended).toMatchObject([{ status: "rejected" }]);
  await expect.poll(() => isBeating(path), { timeout: 10_000 }).toBe(false);
  expect(emr.openClusters()).toEqual([]);
  expect(await readdir(join(root, "hdfs"))).toEqual([]);
  await expect(emr.terminateCluster({ ClusterId: CLUSTER_ID })).rejects.toThrow("is not valid");
});

test("a step dies with the process that runs it, and the next cluster clears its disks", async () => {
  const path = join(root, "beat");
  const script = join(import.meta.dirname, "../../support/emr-process.ts");
  const parent = spawn(process.execPath, [script, root, path], { stdio: "inherit" });
  await untilBeating(path);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect.poll(() => isBeating(path), { timeout: 10_000 }).toBe(false);
  const left = await readdir(join(root, "hdfs"));
  expect(left).toEqual([`${parent.pid}-${CLUSTER_ID}`]);
  await emr.createCluster(CLUSTER);
  expect(await readdir(join(root, "hdfs"))).toEqual([`${process.pid}-${CLUSTER_ID}`]);
});

test("two clusters have disks of their own, and both reach the buckets", async () => {
  await mkdir(join(root, "buckets/data/in here"), { recursive: true });
  await writeFile(join(root, "buckets/data/in here/a"), "a");
  await emr.createCluster(CLUSTER);
  const second = await emr.createCluster(CLUSTER);
  expect(second).toEqual({ ClusterId: "j-0000000000002" });
  await emr.addStep(stepOf(["copy", "--src=s3://data/in here/", "--dest=hdfs:///work"]));
  await emr.addStep(stepOf(["copy", "--src=hdfs:///work", "--dest=s3://data/out/"]));
  expect(await readFile(join(root, "buckets/data/out/a"), "utf8")).toBe("a");
  const step = { ...Object(stepOf(["copy", "--src=hdfs:///work", "--dest=s3://data/other/"])) };
  await expect(emr.addStep({ ...step, ClusterId: "j-0000000000002" })).rejects.toThrow("ENOENT");
});
