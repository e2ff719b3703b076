import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "./fake-aws-json.ts";
import { type Answer, bodyOf, serve } from "./serve.ts";
import { element, leaf, unescapeXml } from "./xml.ts";

export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: Map<string, Uint8Array>;
  /** `PUT /bucket/key`, in the order of arrival. */
  readonly requests: string[];
  /** Set to answer requests otherwise; undefined from it means the usual answer. */
  intercept: ((request: IncomingMessage) => Answer | undefined) | undefined;
  close(): Promise<void>;
}

/** The real SDK client, pointed at a fake. `maxAttempts` 1 keeps tests of failures fast. */
export const clientOf = (endpoint: string): S3Client =>
  new S3Client({ ...clientSettings(endpoint), forcePathStyle: true, maxAttempts: 1 });

/**
 * A small S3 over HTTP with one bucket, after Amazon's API reference: whole-object PUT with a checked SHA-256 and
 * If-Match or If-None-Match, GET with its ETag, HEAD, ListObjectsV2 in byte order with continuation tokens, DeleteObjects of up to 1,000 keys.
 */
export async function startFakeS3(bucket: string): Promise<FakeS3> {
  const objects = new Map<string, Uint8Array>();
  const server = await serve(async (request) => {
    fake.requests.push(`${request.method} ${request.url}`);
    // Of a client that dies while it sends, S3 stores nothing.
    const body = await bodyOf(request);
    const answer = fake.intercept?.(request) ?? answerTo(request, body, bucket, objects);
    return { ...answer, headers: { "x-amz-request-id": "REQUEST1", ...answer.headers } };
  });
  const fake: FakeS3 = {
    endpoint: server.url,
    objects,
    requests: [],
    intercept: undefined,
    close: server.close,
  };
  return fake;
}

export const refusal = (status: number, code: string, message = "As the test asked"): Answer => ({
  status,
  body: element("Error", leaf("Code", code), leaf("Message", message)),
});

function answerTo(
  request: IncomingMessage,
  body: Uint8Array,
  bucket: string,
  objects: Map<string, Uint8Array>,
): Answer {
  const url = new URL(request.url ?? "", "http://localhost");
  const [, name = "", ...rest] = url.pathname.split("/");
  const key = decodeURIComponent(rest.join("/"));
  if (name !== bucket) return refusal(404, "NoSuchBucket");
  if (request.method === "GET" && url.searchParams.get("list-type") === "2") return listing(url, objects);
  if (request.method === "POST" && url.searchParams.has("delete")) return deletion(body, objects);
  if (request.method === "PUT") return storing(request, key, body, objects);
  const object = objects.get(key);
  if (object === undefined) return refusal(404, "NoSuchKey");
  const headers = { "content-length": String(object.length), etag: etagOf(object) };
  return { status: 200, body: object, headers };
}

const etagOf = (body: Uint8Array): string => `"${createHash("md5").update(body).digest("hex")}"`;

function storing(
  request: IncomingMessage,
  key: string,
  body: Uint8Array,
  objects: Map<string, Uint8Array>,
): Answer {
  const sent = request.headers["x-amz-checksum-sha256"];
  if (sent === undefined) return refusal(400, "InvalidRequest", "No SHA-256 was sent.");
  if (sent !== createHash("sha256").update(body).digest("base64")) return refusal(400, "BadDigest");
  const present = objects.get(key);
  const { "if-match": wanted, "if-none-match": unwanted } = request.headers;
  if (wanted !== undefined && present === undefined) return refusal(404, "NoSuchKey");
  if (wanted !== undefined && present !== undefined && wanted !== etagOf(present))
    return refusal(412, "PreconditionFailed");
  if (unwanted === "*" && present !== undefined) return refusal(412, "PreconditionFailed");
  objects.set(key, body);
  return { status: 200, headers: { etag: etagOf(body) } };
}

function listing(url: URL, objects: Map<string, Uint8Array>): Answer {
  const prefix = url.searchParams.get("prefix") ?? "";
  const after = Buffer.from(url.searchParams.get("continuation-token") ?? "", "base64");
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), after) > 0)
    .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const page = keys.slice(0, 1000);
  const last = page.at(-1) ?? "";
  const next = keys.length > page.length ? Buffer.from(last).toString("base64") : undefined;
  const content = page.map((key) => element("Contents", leaf("Key", key)));
  const token = next === undefined ? [] : [leaf("NextContinuationToken", next)];
  const truncated = leaf("IsTruncated", String(next !== undefined));
  return { status: 200, body: element("ListBucketResult", ...content, truncated, ...token) };
}

function deletion(body: Uint8Array, objects: Map<string, Uint8Array>): Answer {
  const keys = [
    ...Buffer.from(body)
      .toString()
      .matchAll(/<Key>(.*?)<\/Key>/gs),
  ].map(([, key = ""]) => unescapeXml(key));
  if (keys.length > 1000) return refusal(400, "MalformedXML", "More than 1,000 keys.");
  for (const key of keys) objects.delete(key);
  return { status: 200, body: element("DeleteResult") };
}
