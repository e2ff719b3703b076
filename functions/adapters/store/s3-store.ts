import {
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { ConditionalStore, TaggedObject } from "../../ports.ts";
import { requireKey, requirePrefix } from "./object-key.ts";
import { removalError, s3Error } from "./s3-error.ts";

/** The most that one DeleteObjects takes. */
const DELETE_BATCH = 1000;

/** What S3 says where the object is another one than a write wants to replace, or is being replaced just now. */
const CHANGED = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];

/**
 * An object store in an S3 bucket of the general kind, whose listings are in the order of the keys' bytes.
 * Throws TypeError for a key of requireKey's faults, InvalidInput where S3 refuses us (credentials, permission,
 * no such bucket), PipelineError for what is left after the client's own retries.
 */
export function s3Store(client: S3Client, bucket: string): ConditionalStore {
  return {
    read: async (key) => (await readObject(client, bucket, key))?.body,
    readTagged: (key) => readObject(client, bucket, key),
    async write(key, body) {
      await put(client, bucket, key, body, {});
    },
    async writeIf(key, body, etag) {
      try {
        return await put(client, bucket, key, body, etag === null ? { IfNoneMatch: "*" } : { IfMatch: etag });
      } catch (error) {
        if (error instanceof Changed) return null;
        throw error;
      }
    },
    async list(prefix) {
      requirePrefix(prefix);
      const keys: string[] = [];
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
        }
      } catch (error) {
        throw s3Error("list", `s3://${bucket}/${prefix}`, error);
      }
      return keys;
    },
    async remove(keys) {
      keys.forEach(requireKey);
      for (let start = 0; start < keys.length; start += DELETE_BATCH) {
        const batch = keys.slice(start, start + DELETE_BATCH);
        await removeBatch(client, bucket, batch);
      }
    },
  };
}

/** The object has another tag than the write asked for. */
class Changed extends Error {}

async function readObject(client: S3Client, bucket: string, key: string): Promise<TaggedObject | undefined> {
  requireKey(key);
  try {
    const { Body, ETag = "" } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw s3Error("read", `s3://${bucket}/${key}`, error);
  }
}

type Condition = Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">;

/** Returns the new tag. Throws Changed where the condition does not hold. */
async function put(
  client: S3Client,
  bucket: string,
  key: string,
  body: Uint8Array,
  condition: Condition,
): Promise<string> {
  requireKey(key);
  const object = { Bucket: bucket, Key: key, Body: body, ChecksumAlgorithm: "SHA256", ...condition } as const;
  try {
    return (await client.send(new PutObjectCommand(object))).ETag ?? "";
  } catch (error) {
    if (error instanceof S3ServiceException && CHANGED.includes(error.name)) throw new Changed();
    throw s3Error("write", `s3://${bucket}/${key}`, error);
  }
}

async function removeBatch(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  const Objects = keys.map((Key) => ({ Key }));
  const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  const answer = await client.send(command).catch((error: unknown) => {
    throw s3Error("remove", `s3://${bucket}/${keys[0]}`, error);
  });
  // S3 answers 200 even where it kept some of them.
  const kept = answer.Errors ?? [];
  if (kept.length > 0) throw removalError(bucket, keys.length, kept);
}
