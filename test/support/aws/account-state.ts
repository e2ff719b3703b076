import { DescribeClusterCommand, EMRClient } from "@aws-sdk/client-emr";
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  S3Client,
} from "@aws-sdk/client-s3";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { rawPrefix } from "../../../functions/posts/keys.ts";
import { wordsIn } from "../compliance/search-files.ts";
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

/** Writes what a killed run, or one of other code, may have left at these keys. */
export async function leaveBehind({ data }: Account, keys: readonly string[]): Promise<void> {
  for (const key of keys) await data.write(key, Buffer.from("left behind"));
}

/** Removes a run's raw pages, as the bucket's lifecycle does after some days. */
export const expireRaw = async ({ data }: Account, runId: string): Promise<void> =>
  data.remove(await data.list(rawPrefix(runId)));

/** Who holds the pipeline's lease: the ARN of an execution, or undefined. */
export async function leaseHolder({ rds }: Account): Promise<unknown> {
  const [lease] = await queryRows(rds, "select execution from citypulse.lease");
  return lease?.execution;
}

/** The objects of the data bucket that hold one of the words, as `key: word`; of every version that is looked at. */
export async function objectsHolding(
  { data: { bucket: Bucket }, moto }: Account,
  words: readonly string[],
  isLookedAt: (version: ObjectVersion) => boolean = () => true,
): Promise<string[]> {
  const client = new S3Client({ ...moto.settings, forcePathStyle: true });
  const found: string[] = [];
  for (let page: ListObjectVersionsCommandOutput | undefined; page?.IsTruncated !== false; ) {
    const after = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
    page = await client.send(new ListObjectVersionsCommand({ Bucket, ...after }));
    for (const version of (page.Versions ?? []).filter(isLookedAt)) {
      const { Key = "", VersionId } = version;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? "");
      for (const word of await wordsIn(Key, bytes, words)) found.push(`${Key}: ${word}`);
    }
  }
  return found;
}
