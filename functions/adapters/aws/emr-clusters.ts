import {
  DescribeClusterCommand,
  EMRClient,
  type EMRClientConfig,
  paginateListClusters,
  TerminateJobFlowsCommand,
} from "@aws-sdk/client-emr";
import type { Clusters } from "../../runs/ports.ts";
import { awsError, RETRIES } from "./requests.ts";

/** The states of a cluster that costs money and does not end by itself. */
const OPEN = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"] as const;

/**
 * The EMR clusters of the account and region. Requests that EMR throttles are made again, slower. Throws
 * InvalidInput where EMR refuses us (credentials, permission), PipelineError for what is left after that.
 */
export function emrClusters(settings: EMRClientConfig = {}): Clusters {
  const client = new EMRClient({ ...RETRIES, ...settings });
  return {
    async open() {
      const open: { id: string; since: Date }[] = [];
      try {
        for await (const page of paginateListClusters({ client }, { ClusterStates: [...OPEN] })) {
          for (const { Id, Status } of page.Clusters ?? []) {
            const since = Status?.Timeline?.CreationDateTime;
            if (Id !== undefined && since !== undefined) open.push({ id: Id, since });
          }
        }
      } catch (error) {
        throw awsError("list the open EMR clusters", error);
      }
      return open;
    },
    async tagsOf(id) {
      try {
        const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId: id }));
        return new Map((Cluster?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
      } catch (error) {
        throw awsError(`describe EMR cluster ${id}`, error);
      }
    },
    async terminate(id) {
      try {
        // A request may name ten; alone, one that EMR refuses cannot keep another open.
        await client.send(new TerminateJobFlowsCommand({ JobFlowIds: [id] }));
      } catch (error) {
        throw awsError(`terminate EMR cluster ${id}`, error);
      }
    },
  };
}
