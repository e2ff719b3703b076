import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { ObjectVersions } from "../../ports.ts";
import { requirePrefix } from "./object-key.ts";
import { removalError, s3Error } from "./s3-error.ts";

/**
 * The noncurrent versions of the objects in an S3 bucket; a bucket without versioning has none. Throws InvalidInput
 * where S3 refuses us (credentials, permission, no such bucket), PipelineError for what is left after the client's
 * own retries.
 */
export function s3Versions(client: S3Client, bucket: string): ObjectVersions {
  return {
    async purge(prefix, hasTime) {
      requirePrefix(prefix);
      // A marker hides the versions below it, so it goes when they are gone.
      return (
        (await removeAll(client, bucket, prefix, noncurrentVersions, hasTime)) &&
        (await removeAll(client, bucket, prefix, loneMarkers, hasTime))
      );
    },
  };
}

type Page = ListObjectVersionsCommandOutput;
type Version = { readonly Key?: string | undefined; readonly VersionId?: string | undefined };
type Choice = (page: Page) => readonly Version[];

/** With what is no longer current, the markers of removals that are not the newest word on their object. */
const noncurrentVersions: Choice = ({ Versions = [], DeleteMarkers = [] }) =>
  [...Versions, ...DeleteMarkers].filter(({ IsLatest }) => IsLatest === false);

/** An object that was written and removed once more meanwhile would come back without its marker. */
const loneMarkers: Choice = ({ Versions = [], DeleteMarkers = [] }) => {
  const keys = new Set(Versions.map(({ Key }) => Key));
  return DeleteMarkers.filter(({ Key, IsLatest }) => IsLatest === true && !keys.has(Key));
};

/** Whether it came to the end: a page of a listing has no more than one DeleteObjects takes. */
async function removeAll(
  client: S3Client,
  bucket: string,
  prefix: string,
  choose: Choice,
  hasTime: () => boolean,
): Promise<boolean> {
  let after: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    if (!hasTime()) return false;
    const request = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...after });
    const page = await client.send(request).catch((error: unknown) => {
      throw s3Error("list", `the versions of s3://${bucket}/${prefix}`, error);
    });
    const chosen = choose(page);
    if (chosen.length > 0) {
      await removeVersions(client, bucket, chosen);
      // The same page again: the next one might begin behind a version that is gone now.
      continue;
    }
    if (page.IsTruncated !== true) return true;
    after = {
      ...(page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker }),
      ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
    };
  }
}

async function removeVersions(client: S3Client, bucket: string, versions: readonly Version[]): Promise<void> {
  const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  const answer = await client.send(command).catch((error: unknown) => {
    throw s3Error("remove", `the versions of s3://${bucket}/${versions[0]?.Key}`, error);
  });
  const kept = answer.Errors ?? [];
  if (kept.length > 0) throw removalError(bucket, versions.length, kept);
}
