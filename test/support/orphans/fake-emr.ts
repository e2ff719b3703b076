import { z } from "zod";
import type { Json } from "../../../functions/ports.ts";
import type { Clusters } from "../../../functions/runs/ports.ts";
import { between, type Faults, named, request, type World } from "./chance.ts";
import { type EndedBy, type FakeCluster, fakeCluster } from "./fake-cluster.ts";

const CreateCluster = z.object({
  AutoTerminationPolicy: z.object({ IdleTimeout: z.number() }),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
});
const OfCluster = z.object({ ClusterId: z.string() });

/** A throttled request may have been accepted: its answer is what Step Functions could not get. */
const OF_STEP_FUNCTIONS: Faults = {
  refused: [
    [4, "EMR.ThrottlingException"],
    [1, "EMR.AmazonElasticMapReduceException"],
  ],
  done: [
    [1, "EMR.ThrottlingException"],
    [1, "EMR.AmazonElasticMapReduceException"],
  ],
  unanswered: 1,
  slowSeconds: 120,
};
const OF_CLEAN_UP: Faults = {
  refused: [[4, "ThrottlingException"]],
  done: [[2, "InternalServerException"]],
  unanswered: 0,
  slowSeconds: 20,
};
const NONE: Faults = { refused: [], done: [], unanswered: 0, slowSeconds: 3 };

export interface FakeEmr {
  readonly clusters: ReadonlyMap<string, FakeCluster>;
  /** What the `.sync` integrations of Step Functions do. */
  perform(task: string, resource: string, parameters: Json): Promise<Json>;
  /** A cluster that was started by somebody else. */
  startForeign(tags: ReadonlyMap<string, string>): void;
  /** What the clean-up's adapter gets to see. */
  portOf(by: "rule" | "sweep", isUndisturbed: boolean): Clusters;
}

/** @param onEnd told of each cluster that the clean-up ends, at the moment at which EMR accepts it. */
export function fakeEmr(world: World, onEnd: (cluster: FakeCluster, by: "rule" | "sweep") => void): FakeEmr {
  const clusters = new Map<string, FakeCluster>();

  function start(tags: ReadonlyMap<string, string>, idleTimeout: number | null): FakeCluster {
    const cluster = fakeCluster(world, `j-${clusters.size + 1}`, tags, idleTimeout);
    clusters.set(cluster.id, cluster);
    return cluster;
  }

  function find(id: string): FakeCluster {
    const cluster = clusters.get(id);
    if (cluster === undefined) throw named("EMR.AmazonElasticMapReduceException", `No cluster ${id}`);
    return cluster;
  }

  async function createCluster(parameters: Json): Promise<Json> {
    const { Tags, AutoTerminationPolicy } = CreateCluster.parse(parameters);
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    const cluster = await request(world, OF_STEP_FUNCTIONS, () =>
      start(tags, AutoTerminationPolicy.IdleTimeout),
    );
    if (!(await cluster.ready)) throw named("States.TaskFailed", "The cluster did not start");
    return { ClusterId: cluster.id };
  }

  async function addStep(parameters: Json): Promise<Json> {
    const cluster = find(OfCluster.parse(parameters).ClusterId);
    const { step } = await request(world, OF_STEP_FUNCTIONS, () => {
      if (!cluster.isOpen()) throw named("EMR.AmazonElasticMapReduceException", "It takes no more steps");
      return { step: cluster.runStep() };
    });
    const state = await step;
    // Step Functions does not learn of it at once.
    await world.time.sleep(between(world, 1, 300));
    if (state !== "COMPLETED") throw named("States.TaskFailed", `The step ended as ${state}`);
    return {};
  }

  async function terminateCluster(parameters: Json, by: EndedBy): Promise<Json> {
    const cluster = find(OfCluster.parse(parameters).ClusterId);
    await request(world, OF_STEP_FUNCTIONS, () => cluster.end(by));
    await cluster.ended;
    return {};
  }

  return {
    clusters,
    startForeign: (tags) => void start(tags, null),
    perform(task, resource, parameters) {
      if (resource.endsWith(":createCluster.sync")) return createCluster(parameters);
      if (resource.endsWith(":addStep.sync")) return addStep(parameters);
      if (!resource.endsWith(":terminateCluster.sync")) throw new Error(`${resource} is not known here.`);
      return terminateCluster(parameters, task === "TerminateCluster" ? "run" : "catch");
    },
    portOf(by, isUndisturbed) {
      const faults = isUndisturbed ? NONE : OF_CLEAN_UP;
      return {
        open: () =>
          request(world, faults, () =>
            [...clusters.values()]
              .filter((cluster) => cluster.isOpen() && cluster.listedFrom <= world.time.now())
              .map(({ id, since }) => ({ id, since })),
          ),
        tagsOf: (id) => request(world, faults, () => find(id).tags),
        terminate: (id) =>
          request(world, faults, () => {
            const cluster = find(id);
            if (cluster.isOpen()) onEnd(cluster, by);
            cluster.end(by);
          }),
      };
    },
  };
}
