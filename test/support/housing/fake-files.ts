import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { sha256 } from "../../../functions/runs/manifest.ts";
import { type Answer, serve } from "../serve.ts";

/** A file on the server. */
export interface ServedFile {
  readonly body: string;
  /** Without one, the server names no tag; undefined for the one that follows from the body. */
  readonly etag?: string | null;
  readonly lastModified?: string | null;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of one request, instead of an answer with the file. */
export type Fate =
  | Answer
  /** The range is ignored: the whole file comes. */
  | "whole"
  /** If-Range is ignored: the range comes, whatever version it is of. */
  | "any-range"
  /** The connection ends before the answer. */
  | "reset"
  /** Never an answer. */
  | "silence"
  /** So many bytes come, and then the connection ends. */
  | { readonly cutAt: number }
  /** So many bytes come, and then nothing. */
  | { readonly stallAt: number };

export interface Asked {
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface FakeFiles {
  readonly url: string;
  /** By path: `/pp-2026.csv`. */
  readonly files: Map<string, ServedFile>;
  readonly requests: Asked[];
  /** What becomes of a request; undefined for an answer with the file. `count` says how often the path was asked for before. */
  fate: (path: string, count: number) => Fate | undefined;
  /** The paths that were asked for, and forgets them. */
  taken(): string[];
}

/** A server of files as HM Land Registry's: with tags, dates, ranges and conditions, and with faults. It ends with the test. */
export async function fakeFiles(files: Readonly<Record<string, ServedFile>> = {}): Promise<FakeFiles> {
  const served = await serveFiles(files);
  onTestFinished(served.close);
  return served;
}

/** The same, for several tests. */
export async function serveFiles(
  files: Readonly<Record<string, ServedFile>> = {},
): Promise<FakeFiles & { close(): Promise<void> }> {
  const present = new Map(Object.entries(files));
  const requests: Asked[] = [];
  const server = await serve(async ({ url: path = "", headers }, response) => {
    const count = requests.filter((request) => request.path === path).length;
    requests.push({ path, headers });
    const fate = fake.fate(path, count);
    if (fate === "silence") return null;
    if (fate === "reset") {
      response.destroy();
      return null;
    }
    if (typeof fate === "object" && !("cutAt" in fate || "stallAt" in fate)) return fate;
    const file = present.get(path.split("?")[0] ?? "");
    if (file === undefined)
      return { status: 404, headers: { "content-type": "text/html" }, body: "<html>none" };
    const answer = answerWith(file, headers, fate);
    if (typeof fate !== "object" || !isLongerThan(answer, fate)) return answer;
    breakOff(response, answer, fate);
    return null;
  });
  const fake: FakeFiles & { close(): Promise<void> } = {
    url: server.url,
    close: server.close,
    files: present,
    requests,
    fate: () => undefined,
    taken: () => requests.splice(0).map(({ path }) => path),
  };
  return fake;
}

function answerWith(file: ServedFile, asked: IncomingHttpHeaders, fate: Fate | undefined): Answer {
  const { body: text, lastModified = "Fri, 27 Nov 2026 11:00:00 GMT", type = "text/csv" } = file;
  const etag = file.etag === undefined ? `"${sha256(text).slice(0, 12)}"` : file.etag;
  const headers = {
    "content-type": type,
    ...(etag === null ? {} : { etag }),
    ...(lastModified === null ? {} : { "last-modified": lastModified }),
    ...file.headers,
  };
  const body = Buffer.from(text);
  const isKnown =
    (etag !== null && asked["if-none-match"] === etag) ||
    (etag === null && lastModified !== null && asked["if-modified-since"] === lastModified);
  if (isKnown) return { status: 304, headers };
  const start = Number(/^bytes=(\d+)-$/.exec(asked.range ?? "")?.[1] ?? 0);
  const isThisVersion = asked["if-range"] === etag || asked["if-range"] === lastModified;
  if (start === 0 || fate === "whole" || !(isThisVersion || fate === "any-range"))
    return { headers: { ...headers, "content-length": String(body.length) }, body };
  if (start >= body.length) return { status: 416, headers: { "content-range": `bytes */${body.length}` } };
  const range = `bytes ${start}-${body.length - 1}/${body.length}`;
  const length = String(body.length - start);
  return {
    status: 206,
    headers: { ...headers, "content-range": range, "content-length": length },
    body: body.subarray(start),
  };
}

type Break = Extract<Fate, { readonly cutAt: number } | { readonly stallAt: number }>;

const placeOf = (fate: Break): number => ("cutAt" in fate ? fate.cutAt : fate.stallAt);

const isLongerThan = ({ body = "" }: Answer, fate: Break): boolean =>
  Buffer.from(body).length > placeOf(fate);

function breakOff(response: ServerResponse, { status = 200, headers, body = "" }: Answer, fate: Break): void {
  response.writeHead(status, headers);
  const bytes = Buffer.from(body).subarray(0, placeOf(fate));
  response.write(bytes, () => {
    // Time for what was sent to arrive.
    if ("cutAt" in fate) setTimeout(() => response.destroy(), 20);
  });
}

export const lastModified = (day: string): string => new Date(`${day}T11:00:00Z`).toUTCString();
