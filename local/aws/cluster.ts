import {
  DescribeClusterCommand,
  type EMRClient,
  ListStepsCommand,
  paginateListInstances,
} from "@aws-sdk/client-emr";
import { awsError } from "../../functions/adapters/aws/requests.ts";

/** An instance of a cluster, from the request for it to its end. */
export interface ClusterInstance {
  /** `m7g.xlarge`. */
  readonly type: string;
  readonly isSpot: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Null while it exists. */
  readonly until: number | null;
}

export interface ClusterStatus {
  readonly id: string;
  /** In EMR's words: STARTING, BOOTSTRAPPING, RUNNING, WAITING, TERMINATING, TERMINATED, TERMINATED_WITH_ERRORS. */
  readonly state: string;
  /** Why it is in that state, or "" if EMR gives no reason. */
  readonly reason: string;
  /** The newest first. */
  readonly steps: readonly { readonly name: string; readonly state: string }[];
  readonly instances: readonly ClusterInstance[];
}

/** What EMR reports of a cluster, its steps and its instances. Throws the errors of awsError. */
export async function readCluster(client: EMRClient, id: string): Promise<ClusterStatus> {
  try {
    const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId: id }));
    // A run has fewer steps than one answer holds.
    const { Steps = [] } = await client.send(new ListStepsCommand({ ClusterId: id }));
    return {
      id,
      state: Cluster?.Status?.State ?? "UNKNOWN",
      reason: Cluster?.Status?.StateChangeReason?.Message ?? "",
      steps: Steps.map(({ Name = "", Status }) => ({ name: Name, state: Status?.State ?? "UNKNOWN" })),
      instances: await readInstances(client, id),
    };
  } catch (error) {
    throw awsError(`look at the EMR cluster ${id}`, error);
  }
}

async function readInstances(client: EMRClient, id: string): Promise<ClusterInstance[]> {
  const instances: ClusterInstance[] = [];
  for await (const page of paginateListInstances({ client }, { ClusterId: id })) {
    for (const { InstanceType = "", Market, Status } of page.Instances ?? []) {
      const { CreationDateTime, EndDateTime } = Status?.Timeline ?? {};
      if (CreationDateTime === undefined) continue;
      instances.push({
        type: InstanceType,
        isSpot: Market === "SPOT",
        since: CreationDateTime.getTime(),
        until: EndDateTime?.getTime() ?? null,
      });
    }
  }
  return instances;
}

/** The state of the step that has the name `step`, or of the cluster if there is none. Steps have the names of their states. */
export function describeCluster({ id, state, steps, reason }: ClusterStatus, step: string): string {
  const own = steps.find(({ name }) => name === step);
  if (own !== undefined) return `step ${own.state} on ${id}`;
  return `cluster ${id} ${state}${state.startsWith("TERMINATED_WITH") && reason !== "" ? `: ${reason}` : ""}`;
}
