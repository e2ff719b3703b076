import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { element, leaf, unescapeXml } from "./xml.ts";

/** What the server answers to one request. */
interface Answer {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeS3 {
  readonly endpoint: string;
  readonly objects: Map<string, Uint8Array>;
  /** `PUT /bucket/key`, in the order of arrival. */
  readonly requests: string[];
  /** Set to answer requests otherwise; undefined from it means the usual answer. */
  intercept: ((request: IncomingMessage) => Answer | undefined) | undefined;
  close(): Promise<void>;
}

export const ACCESS_KEY = "AKIAFAKEFAKEFAKEFAKE";
export const SECRET_KEY = "fake-secret-of-the-tests";

/** The real SDK client, pointed at a fake. `maxAttempts` 1 keeps tests of failures fast. */
export const clientOf = (endpoint: string): S3Client =>
  new S3Client({
    endpoint,
    region: "eu-west-2",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
  });

/**
 * A small S3 over HTTP with one bucket, after Amazon's API reference: whole-object PUT with a checked SHA-256 and
 * If-Match or If-None-Match, GET with its ETag, HEAD, ListObjectsV2 in byte order with continuation tokens, DeleteObjects of up to 1,000 keys.
 */
export async function startFakeS3(bucket: string): Promise<FakeS3> {
  const objects = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    void (async () => {
      fake.requests.push(`${request.method} ${request.url}`);
      const body = await bodyOf(request);
      // A client that died while sending: S3 stores nothing of it.
      if (body === undefined) return;
      const answer = fake.intercept?.(request) ?? answerTo(request, body, bucket, objects);
      response.writeHead(answer.status, { "x-amz-request-id": "REQUEST1", ...answer.headers });
      response.end(request.method === "HEAD" ? undefined : answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const fake: FakeS3 = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests: [],
    intercept: undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request) parts.push(part);
  } catch {
    return undefined;
  }
  return request.complete ? Buffer.concat(parts) : undefined;
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
