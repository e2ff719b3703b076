import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emrClusters } from "../../../../functions/adapters/aws/emr-clusters.ts";
import { InvalidInput, PipelineError } from "../../../../functions/errors.ts";
import {
  ACCESS_KEY,
  type FakeAwsJson,
  refusal,
  SECRET_KEY,
  startFakeAwsJson,
} from "../../../support/fake-aws-json.ts";

let emr: FakeAwsJson;
beforeEach(async () => {
  emr = await startFakeAwsJson();
});
afterEach(() => emr.close());

const ids = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Id: `j-${from + index}`,
    Name: "any",
    // Seconds since 1970, as EMR writes a time.
    Status: { State: "WAITING", Timeline: { CreationDateTime: 1_795_000_000 + from + index } },
  }));

test("the open clusters are those of every page, asked for by their states", async () => {
  const states = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"];
  const pages = [
    { Clusters: ids(0, 50), Marker: "second" },
    { Clusters: [], Marker: "third" },
    { Clusters: ids(50, 3) },
  ];
  emr.operations.ListClusters = () => ({ body: pages.shift() ?? null });

  expect(await emrClusters(emr.settings).open()).toEqual(
    ids(0, 53).map(({ Id, Status }) => ({
      id: Id,
      since: new Date(Status.Timeline.CreationDateTime * 1000),
    })),
  );
  expect(emr.requests).toEqual([
    { target: "ElasticMapReduce.ListClusters", input: { ClusterStates: states } },
    { target: "ElasticMapReduce.ListClusters", input: { ClusterStates: states, Marker: "second" } },
    { target: "ElasticMapReduce.ListClusters", input: { ClusterStates: states, Marker: "third" } },
  ]);
});

test("a cluster's tags are read from its description", async () => {
  const Tags = [
    { Key: "citypulse:pipeline", Value: "neighbourhood" },
    { Key: "owner", Value: "" },
  ];
  emr.operations.DescribeCluster = () => ({ body: { Cluster: { Id: "j-1", Tags } } });

  const tags = await emrClusters(emr.settings).tagsOf("j-1");
  expect([...tags]).toEqual([
    ["citypulse:pipeline", "neighbourhood"],
    ["owner", ""],
  ]);
  expect(emr.requests[0]?.input).toEqual({ ClusterId: "j-1" });
});

test("a cluster without tags has none", async () => {
  emr.operations.DescribeCluster = () => ({ body: { Cluster: { Id: "j-1" } } });
  expect((await emrClusters(emr.settings).tagsOf("j-1")).size).toBe(0);
});

test("a cluster is terminated by a request of its own", async () => {
  emr.operations.TerminateJobFlows = () => ({ body: {} });
  await emrClusters(emr.settings).terminate("j-1");
  expect(emr.requests).toEqual([
    { target: "ElasticMapReduce.TerminateJobFlows", input: { JobFlowIds: ["j-1"] } },
  ]);
});

test("a request that EMR throttles is made again, within the pages as well", async () => {
  const answers = [
    { body: { Clusters: ids(0, 1), Marker: "second" } },
    refusal("ThrottlingException", "Rate exceeded"),
    { body: { Clusters: ids(1, 1) } },
  ];
  emr.operations.ListClusters = () => answers.shift() ?? { body: null };

  expect(await emrClusters(emr.settings).open()).toMatchObject([{ id: "j-0" }, { id: "j-1" }]);
  expect(emr.requests.map(({ input }) => input)).toMatchObject([
    { ClusterStates: expect.anything() },
    { Marker: "second" },
    { Marker: "second" },
  ]);
});

test("what EMR throttles to the last attempt is a PipelineError that says what was asked", async () => {
  emr.operations.TerminateJobFlows = () => refusal("ThrottlingException", "Rate exceeded");
  const terminating = emrClusters({ ...emr.settings, maxAttempts: 1 }).terminate("j-1");
  await expect(terminating).rejects.toThrow(PipelineError);
  await expect(terminating).rejects.toThrow(
    "Cannot terminate EMR cluster j-1: ThrottlingException: Rate exceeded",
  );
});

test("what is not permitted is InvalidInput with a hint and no secret, after one request", async () => {
  emr.operations.ListClusters = () => refusal("AccessDeniedException", "Not authorized to list");
  const error: unknown = await emrClusters(emr.settings)
    .open()
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidInput);
  const text = inspect(error, { depth: 9, showHidden: true });
  expect(text).toContain("Cannot list the open EMR clusters: AccessDeniedException: Not authorized to list");
  expect(text).toContain("Allow this action");
  for (const secret of [ACCESS_KEY, SECRET_KEY]) expect(text).not.toContain(secret);
  expect(emr.requests).toHaveLength(1);
});
