import { randomInt } from "node:crypto";
import { join } from "node:path";
import { ownedName, removeAbandoned } from "../../functions/adapters/store/owned-entries.ts";
import type { Json } from "../../functions/ports.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import type { CommandLookup } from "./commands.ts";
import { AddStep, CreateCluster, parseParameters, refusedRequest, TerminateCluster } from "./requests.ts";

export interface LocalEmrOptions {
  /** The folder that holds the disks of each cluster until the cluster ends. */
  readonly hdfs: string;
  /** The folder that takes `<cluster>/steps/<step>/stdout` and `stderr`, as a LogUri does. */
  readonly logs: string;
  readonly commands: CommandLookup;
  /** What the commands find in their environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that stands for a bucket. */
  bucketFolder(bucket: string): string;
  now(): Date;
  /** Thirteen capital letters and digits, different on each call: randomIdentifier. */
  newIdentifier(): string;
}

/**
 * EMR behind Step Functions: each takes a state's Parameters and returns what the `.sync` integration returns.
 * A request that EMR would refuse is refused with its error, EMR.AmazonElasticMapReduceException.
 */
export interface LocalEmr {
  /** Resolves to `{ClusterId}`. */
  createCluster(parameters: Json): Promise<Json>;
  /**
   * Runs the step's command line. Resolves to DescribeStep's answer. A step that fails is States.TaskFailed with that
   * answer as its message; a missing command is InvalidInput.
   */
  addStep(parameters: Json): Promise<Json>;
  /** Resolves to `{}`, also for a cluster that has already ended; whether EMR does so is not documented. */
  terminateCluster(parameters: Json): Promise<Json>;
  /** The clusters that would cost money now. */
  openClusters(): readonly { readonly id: string; readonly name: string }[];
  /** Kills every running command, waits for its end, and forgets all clusters. */
  close(): Promise<void>;
}

/** An emulator of EMR that runs the steps' real command lines as processes of this machine. */
export function localEmr(options: LocalEmrOptions): LocalEmr {
  const clusters = new Map<string, Cluster>();

  function find(id: string): Cluster {
    const cluster = clusters.get(id);
    if (cluster === undefined) throw refusedRequest(`Cluster id '${id}' is not valid.`);
    return cluster;
  }

  return {
    async createCluster(parameters) {
      const { Name } = parseParameters("createCluster", CreateCluster, parameters);
      await removeAbandoned(options.hdfs, null);
      const id = `j-${options.newIdentifier()}`;
      const folder = join(options.hdfs, ownedName(id));
      clusters.set(
        id,
        await startCluster({ ...options, id, name: Name, folder, logs: join(options.logs, id) }),
      );
      return { ClusterId: id };
    },
    async addStep(parameters) {
      const { ClusterId, Step } = parseParameters("addStep", AddStep, parameters);
      const cluster = find(ClusterId);
      if (!cluster.isOpen()) {
        throw refusedRequest(`Cluster '${ClusterId}' is terminated and takes no more steps.`);
      }
      return cluster.run(`s-${options.newIdentifier()}`, Step);
    },
    async terminateCluster(parameters) {
      const { ClusterId } = parseParameters("terminateCluster", TerminateCluster, parameters);
      await find(ClusterId).terminate();
      return {};
    },
    openClusters: () =>
      [...clusters.values()].filter((each) => each.isOpen()).map(({ id, name }) => ({ id, name })),
    async close() {
      const all = [...clusters.values()];
      clusters.clear();
      await Promise.all(all.map((cluster) => cluster.terminate()));
    },
  };
}

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Thirteen capital letters and digits, as in the ids of EMR's clusters (`j-…`) and steps (`s-…`). */
export const randomIdentifier = (): string =>
  Array.from({ length: 13 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
