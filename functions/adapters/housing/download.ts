import { InvalidInput, SourceRejected, SourceUnavailable } from "../../errors.ts";
import {
  type Checksum,
  type FileVersion,
  isSameVersion,
  isStrong,
  type OpenedContent,
  type Resume,
} from "../../housing/file-source.ts";
import { type Address, AGAIN, type Connection, checkAddress, connect } from "./connection.ts";

export interface DownloadRequest extends Address {
  /** The version that is stored already: it is not sent again. */
  readonly known: FileVersion | null;
  readonly resume: Resume | null;
}

export type Download =
  | OpenedContent
  /** It is still the version that is known. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "missing"; readonly status: number };

/**
 * Begins to download a file, or continues. If the server has another version by now, or cannot continue, it begins with
 * the first byte. Throws SourceUnavailable for what may pass, SourceRejected for
 * what does not, and InvalidInput if something else than a file comes.
 */
export async function download(request: DownloadRequest): Promise<Download> {
  const { url, known, resume } = request;
  const whole = { ...request, resume: null };
  const connection = await connect(request, requestHeaders(request));
  const { response } = connection;
  const { status, headers } = response;
  if (status === 200) return await openBody(connection, request, 0, sizeOf(headers));
  if (status === 206 && resume !== null) {
    const range = rangeOf(headers);
    if (range?.start === resume.offset && isContinuation(headers, resume))
      return await openBody(connection, request, range.start, range.size);
    await connection.end();
    return await download(whole);
  }
  await connection.end();
  if (status === 304 && known !== null) return { kind: "unchanged" };
  if (status === 416 && resume !== null) return await download(whole);
  if (MISSING.includes(status)) return { kind: "missing", status };
  if (PASSING.includes(status) || status >= 500)
    throw new SourceUnavailable(`${url} answered with status ${status}.`, { hint: AGAIN });
  throw new SourceRejected(`${url} answered with status ${status}.`, { hint: checkAddress(request) });
}

/** S3 answers 403 for an object that does not exist, unless the reader may list the bucket. */
const MISSING = [403, 404, 410];
const PASSING = [408, 425, 429];
function requestHeaders({ known, resume }: DownloadRequest): Record<string, string> {
  // Lengths, ranges and checksums are those of the file, so it must not be packed for the way.
  const headers: Record<string, string> = { "accept-encoding": "identity", "user-agent": "citypulse" };
  if (resume !== null) {
    const validator = isStrong(resume.version.etag) ? resume.version.etag : resume.version.lastModified;
    if (validator === null || resume.offset === 0) return headers;
    return { ...headers, range: `bytes=${resume.offset}-`, "if-range": validator };
  }
  if (known?.etag) headers["if-none-match"] = known.etag;
  if (known?.lastModified) headers["if-modified-since"] = known.lastModified;
  return headers;
}

const versionOf = (headers: Headers): FileVersion => ({
  etag: headers.get("etag"),
  lastModified: headers.get("last-modified"),
});

/** Whether a part of a file is of the version of which the beginning is stored. */
function isContinuation(headers: Headers, { version }: Resume): boolean {
  const sent = versionOf(headers);
  // It answers If-Range, so without any version of its own it is that one.
  return (sent.etag === null && sent.lastModified === null) || isSameVersion(sent, version);
}

/** Null for a body that is packed for the way: its length says nothing of the file's. */
function sizeOf(headers: Headers): number | null {
  const length = headers.get("content-length");
  return length === null || isPacked(headers) ? null : Number(length);
}

const isPacked = (headers: Headers): boolean =>
  !["", "identity"].includes(headers.get("content-encoding") ?? "");

function rangeOf(headers: Headers): { readonly start: number; readonly size: number | null } | null {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  if (found === null || isPacked(headers)) return null;
  return { start: Number(found[1]), size: found[2] === "*" ? null : Number(found[2]) };
}

/**
 * The file's MD5, if the answer has it: as Content-MD5, or as the tag of S3, which is the MD5 of an object that was
 * uploaded in one part and is not encrypted with a key of KMS.
 */
function checksumOf({ status, headers }: Response): Checksum | null {
  if (isPacked(headers)) return null;
  const contentMd5 = Buffer.from(headers.get("content-md5") ?? "", "base64");
  if (status === 200 && contentMd5.length === 16)
    return { algorithm: "md5", value: contentMd5.toString("hex") };
  const isOfS3 = headers.get("server") === "AmazonS3" || headers.has("x-amz-request-id");
  const isKms = headers.get("x-amz-server-side-encryption")?.startsWith("aws:kms") ?? false;
  const value = /^"([0-9a-f]{32})"$/.exec(headers.get("etag") ?? "")?.[1];
  return isOfS3 && !isKms && value !== undefined ? { algorithm: "md5", value } : null;
}

/** The file, after a look at its first bytes. Throws InvalidInput if it is a web page, or empty. */
async function openBody(
  connection: Connection,
  request: DownloadRequest,
  start: number,
  size: number | null,
): Promise<OpenedContent> {
  const { response } = connection;
  const chunks = connection.body();
  const first = await chunks.next();
  try {
    const bytes = first.done === true ? new Uint8Array(0) : first.value;
    refuseOtherContent(request, response, bytes, start);
  } catch (error) {
    await chunks.return(undefined);
    throw error;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.done !== true) yield first.value;
    yield* chunks;
  }
  const version = start > 0 && request.resume !== null ? request.resume.version : versionOf(response.headers);
  return { kind: "content", version, start, size, checksum: checksumOf(response), chunks: all() };
}

const FIRST_BYTES = 512;

/** Throws InvalidInput if a web page, XML or JSON came instead of a file, or nothing. */
function refuseOtherContent(
  request: DownloadRequest,
  { headers }: Response,
  bytes: Uint8Array,
  start: number,
): void {
  const { url } = request;
  if (bytes.length === 0)
    throw new InvalidInput(`${url} answered with nothing instead of the file.`, {
      hint: checkAddress(request),
    });
  const text = new TextDecoder().decode(bytes.subarray(0, FIRST_BYTES)).trimStart();
  const found = nameOfType(headers.get("content-type") ?? "") ?? (start === 0 ? nameOfText(text) : null);
  if (found === null) return;
  const shown = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1] ?? text.slice(0, 80);
  throw new InvalidInput(
    `${url} answered with ${found} instead of the file: "${shown.replace(/\s+/g, " ").trim()}".`,
    { hint: checkAddress(request) },
  );
}

/** What a content type stands for that no file has; null for all others. */
function nameOfType(contentType: string): string | null {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (["text/html", "application/xhtml+xml"].includes(type)) return "a web page";
  if (/[/+]xml$/.test(type)) return "XML";
  return /[/+]json$/.test(type) ? "JSON" : null;
}

/** The same by the first characters. A row of sales can begin with the brace of an id, if it has no quotes. */
function nameOfText(text: string): string | null {
  if (/^<(!doctype html|html|head|body)/i.test(text)) return "a web page";
  if (text.startsWith("<")) return "XML";
  return /^(\[|\{\s*["}])/.test(text) ? "JSON" : null;
}
