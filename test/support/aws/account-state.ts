import { DescribeClusterCommand, EMRClient } from "@aws-sdk/client-emr";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { analysisPrefix, quarantinePrefix } from "../../../functions/keys.ts";
import type { Account } from "./account.ts";
import { queryRows } from "./rds.ts";

/** The run's row, as far as it says how the run ended. */
export async function runRow({ rds }: Account, runId: string): Promise<Readonly<Record<string, unknown>>> {
  const statement = "select status, error_name, error_message from citypulse.runs where run_id = $1";
  const [row] = await queryRows(rds, statement, [runId]);
  if (row === undefined) throw new Error(`The database knows no run ${runId}.`);
  return row;
}

/** The state of a cluster in moto. */
export async function clusterState({ moto }: Account, id: string): Promise<string | undefined> {
  const { Cluster } = await new EMRClient(moto.settings).send(new DescribeClusterCommand({ ClusterId: id }));
  return Cluster?.Status?.State;
}

/** Stops an execution in moto, as a person does in the console. */
export async function stopExecution({ moto }: Account, executionArn: string): Promise<void> {
  await new SFNClient(moto.settings).send(new StopExecutionCommand({ executionArn }));
}

/** Writes what a killed run, or one of other code, may have left under a run's prefixes. */
export async function leaveBehind({ data }: Account, runId: string): Promise<void> {
  await data.write(`${analysisPrefix(runId)}posts/part-99999.parquet`, Buffer.from("left behind"));
  await data.write(`${quarantinePrefix(runId)}part-99999.jsonl`, Buffer.from("left behind"));
}
