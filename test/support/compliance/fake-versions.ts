import type { IncomingMessage } from "node:http";
import { bodyOf, serve } from "../serve.ts";
import { element, leaf, unescapeXml } from "../xml.ts";

/** A version of an object, or the marker of its removal. */
interface Version {
  readonly id: string;
  readonly key: string;
  /** Null for a marker. */
  readonly body: Uint8Array | null;
}

export interface VersionedS3 {
  readonly endpoint: string;
  /** As a listing has them: by key, then the newest first. */
  versions: Version[];
  readonly requests: string[];
  /** What is answered instead of removing a version, by its id. */
  readonly kept: Set<string>;
  write(key: string, body: string | Uint8Array): void;
  remove(key: string): void;
  close(): Promise<void>;
}

/**
 * A bucket with versioning over HTTP, after Amazon's API reference: PUT, GET, ListObjectsV2 as one page,
 * ListObjectVersions in pages, and DeleteObjects of keys and of versions.
 */
export async function startVersionedS3(bucket: string, pageSize: number): Promise<VersionedS3> {
  let made = 0;
  const add = (key: string, body: string | Uint8Array | null): void => {
    made += 1;
    const index = fake.versions.findIndex((version) => version.key >= key);
    fake.versions.splice(index === -1 ? fake.versions.length : index, 0, {
      id: `v${made}`,
      key,
      body: typeof body === "string" ? Buffer.from(body) : body,
    });
  };
  const server = await serve(async (request) => {
    fake.requests.push(`${request.method} ${request.url}`);
    const body = await answerTo(fake, request, bucket, pageSize);
    return body === null ? { status: 404, body: element("Error", leaf("Code", "NoSuchKey")) } : { body };
  });
  const fake: VersionedS3 = {
    endpoint: server.url,
    versions: [],
    requests: [],
    kept: new Set(),
    write: add,
    remove: (key) => add(key, null),
    close: server.close,
  };
  return fake;
}

async function answerTo(
  fake: VersionedS3,
  request: IncomingMessage,
  bucket: string,
  pageSize: number,
): Promise<string | Uint8Array | null> {
  const url = new URL(request.url ?? "", "http://localhost");
  const body = await bodyOf(request);
  const [, name, ...rest] = url.pathname.split("/");
  if (name !== bucket) return null;
  const key = decodeURIComponent(rest.join("/"));
  if (url.searchParams.has("versions")) return listing(fake, url, pageSize);
  if (url.searchParams.has("list-type")) return currentListing(fake, url);
  if (request.method === "POST") return deletion(fake, body.toString());
  if (request.method === "GET") return currentOf(fake, key)?.body ?? null;
  fake.write(key, body);
  return "";
}

/** The newest word on an object, which may be a marker. */
const currentOf = ({ versions }: VersionedS3, key: string): Version | undefined =>
  versions.find((version) => version.key === key);

function currentListing(fake: VersionedS3, url: URL): string {
  const keys = new Set(fake.versions.map(({ key }) => key));
  const present = [...keys].filter((key) => currentOf(fake, key)?.body != null);
  const listed = present.filter((key) => key.startsWith(url.searchParams.get("prefix") ?? ""));
  return element("ListBucketResult", ...listed.map((key) => element("Contents", leaf("Key", key))));
}

function listing(fake: VersionedS3, url: URL, pageSize: number): string {
  const prefix = url.searchParams.get("prefix") ?? "";
  const keyMarker = url.searchParams.get("key-marker") ?? "";
  const idMarker = url.searchParams.get("version-id-marker");
  const all = fake.versions.filter(({ key }) => key.startsWith(prefix));
  // The versions behind the marker: where its own version is gone, what is left of its key is not listed again.
  const at = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  const rest = at === -1 ? all.filter(({ key }) => key > keyMarker) : all.slice(at + 1);
  const page = rest.slice(0, pageSize);
  const entries = page.map((version) => {
    const isLatest = currentOf(fake, version.key) === version;
    const name = version.body === null ? "DeleteMarker" : "Version";
    return element(
      name,
      leaf("Key", version.key),
      leaf("VersionId", version.id),
      leaf("IsLatest", String(isLatest)),
    );
  });
  const last = page.at(-1);
  const isTruncated = rest.length > page.length;
  const markers =
    isTruncated && last !== undefined
      ? [leaf("NextKeyMarker", last.key), leaf("NextVersionIdMarker", last.id)]
      : [];
  return element("ListVersionsResult", ...entries, leaf("IsTruncated", String(isTruncated)), ...markers);
}

function deletion(fake: VersionedS3, body: string): string {
  const errors: string[] = [];
  const objects = body.matchAll(/<Key>(.*?)<\/Key>(?:<VersionId>(.*?)<\/VersionId>)?/gs);
  for (const [, key = "", id] of objects) {
    if (id === undefined) fake.remove(unescapeXml(key));
    else if (fake.kept.has(id))
      errors.push(
        element("Error", leaf("Key", key), leaf("Code", "AccessDenied"), leaf("Message", "Not yours")),
      );
    else
      fake.versions = fake.versions.filter(
        (version) => version.id !== id || version.key !== unescapeXml(key),
      );
  }
  return element("DeleteResult", ...errors);
}
