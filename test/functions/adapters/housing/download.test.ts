import { describe, expect, test } from "vitest";
import { type DownloadRequest, download } from "../../../../functions/adapters/housing/download.ts";
import { InvalidInput, SourceRejected, SourceUnavailable } from "../../../../functions/errors.ts";
import {
  type FakeFiles,
  type Fate,
  fakeFiles,
  type ServedFile,
} from "../../../support/housing/fake-files.ts";
import { serve } from "../../../support/serve.ts";

const SETTING = "monthlyUrl";
const BODY = '"{A}","1"\r\n'.repeat(30);
const FILE: ServedFile = { body: BODY, etag: '"v1"' };
const VERSION = { etag: '"v1"', lastModified: "Fri, 27 Nov 2026 11:00:00 GMT" };

const request = (
  { url }: { readonly url: string },
  options: Partial<DownloadRequest> = {},
): DownloadRequest => ({
  url: `${url}/pp.csv`,
  setting: SETTING,
  known: null,
  resume: null,
  idleMilliseconds: 5000,
  ...options,
});

/** What comes, with the bytes as text. */
async function get(server: FakeFiles, options: Partial<DownloadRequest> = {}) {
  const answer = await download(request(server, options));
  if (answer.kind !== "content") return answer;
  const { chunks, ...rest } = answer;
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return { ...rest, text: Buffer.concat(parts).toString() };
}

/** The error of a download, of which each request meets this fate. */
async function failure(fate: Fate, options: Partial<DownloadRequest> = {}) {
  const server = await fakeFiles({ "/pp.csv": FILE });
  server.fate = () => fate;
  const error = await get(server, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const text = String(error).replaceAll(server.url, "https://server");
  return { error, text, requests: server.requests.length };
}

describe("a download", () => {
  test("has the bytes, the version and the size", async () => {
    const server = await fakeFiles({ "/pp.csv": FILE });
    expect(await get(server)).toEqual({
      kind: "content",
      version: VERSION,
      start: 0,
      size: BODY.length,
      checksum: null,
      text: BODY,
    });
    expect(server.requests[0]?.headers).toMatchObject({
      "accept-encoding": "identity",
      "user-agent": "citypulse",
    });
    expect(server.requests[0]?.headers).not.toHaveProperty("range");
  });

  test("of a known version is not sent again: by its tag, or by its date", async () => {
    const server = await fakeFiles({ "/pp.csv": FILE });
    expect(await get(server, { known: VERSION })).toEqual({ kind: "unchanged" });
    expect(await get(server, { known: { ...VERSION, etag: '"v0"' } })).toMatchObject({ text: BODY });
    server.files.set("/pp.csv", { ...FILE, etag: null });
    expect(await get(server, { known: { ...VERSION, etag: null } })).toEqual({ kind: "unchanged" });
  });

  test("continues after the bytes that are stored, if they are of the same version", async () => {
    const server = await fakeFiles({ "/pp.csv": FILE });
    const resume = { version: VERSION, offset: 100 };
    const rest = { start: 100, size: BODY.length, version: VERSION, text: BODY.slice(100) };
    expect(await get(server, { resume })).toMatchObject(rest);
    expect(server.requests[0]?.headers).toMatchObject({ range: "bytes=100-", "if-range": '"v1"' });
  });

  test("continues by the date if there is no tag, or a weak one", async () => {
    for (const etag of [null, 'W/"v1"']) {
      const server = await fakeFiles({ "/pp.csv": { ...FILE, etag } });
      const resume = { version: { ...VERSION, etag }, offset: 100 };
      expect(await get(server, { resume })).toMatchObject({ start: 100, text: BODY.slice(100) });
      expect(server.requests[0]?.headers["if-range"]).toBe(VERSION.lastModified);
    }
  });

  test("begins again if the server says nothing of versions, has another one, or cannot continue", async () => {
    const server = await fakeFiles({ "/pp.csv": { ...FILE, etag: null, lastModified: null } });
    const nothing = { version: { etag: null, lastModified: null }, offset: 100 };
    expect(await get(server, { resume: nothing })).toMatchObject({ start: 0, text: BODY });
    server.files.set("/pp.csv", { ...FILE, etag: '"v2"' });
    const resume = { version: VERSION, offset: 100 };
    expect(await get(server, { resume })).toMatchObject({ start: 0, text: BODY, version: { etag: '"v2"' } });
    server.files.set("/pp.csv", FILE);
    server.fate = () => "whole";
    expect(await get(server, { resume })).toMatchObject({ start: 0, text: BODY, version: VERSION });
  });

  test("begins again if a range of another version comes, or none is left", async () => {
    const server = await fakeFiles({ "/pp.csv": { ...FILE, etag: '"v2"' } });
    server.fate = () => "any-range";
    expect(await get(server, { resume: { version: VERSION, offset: 100 } })).toMatchObject({
      start: 0,
      text: BODY,
    });
    server.files.set("/pp.csv", FILE);
    const resume = { version: VERSION, offset: BODY.length };
    expect(await get(server, { resume })).toMatchObject({ start: 0, text: BODY });
  });

  test("has the MD5 of S3's tag or of Content-MD5, but not of a tag that is no MD5", async () => {
    const value = "0123456789abcdef0123456789abcdef";
    const file = { body: BODY, etag: `"${value}"` };
    const server = await fakeFiles();
    const checksum = async (headers: Record<string, string>, etag = file.etag) => {
      server.files.set("/pp.csv", { ...file, etag, headers });
      const answer = await get(server);
      return answer.kind === "content" ? answer.checksum : undefined;
    };
    const md5 = { algorithm: "md5", value };
    expect(await checksum({ server: "AmazonS3" })).toEqual(md5);
    expect(await checksum({ "content-md5": Buffer.from(value, "hex").toString("base64") }, '"x"')).toEqual(
      md5,
    );
    expect(await checksum({})).toBeNull();
    expect(await checksum({ server: "AmazonS3" }, `"${value}-12"`)).toBeNull();
    expect(await checksum({ server: "AmazonS3", "x-amz-server-side-encryption": "aws:kms" })).toBeNull();
  });

  test("that is packed for the way has no size", async () => {
    const server = await fakeFiles({ "/pp.csv": { ...FILE, headers: { "content-encoding": "identity" } } });
    expect(await get(server)).toMatchObject({ size: BODY.length });
    server.files.set("/pp.csv", { ...FILE, body: "", headers: { "content-encoding": "gzip" } });
    expect(await get(server).catch(String)).toMatch(/InvalidInput: .*answered with nothing/);
  });
});

describe("redirects", () => {
  const to = (location: string): Fate => ({ status: 302, headers: { location } });

  test("are followed to another host, with the same conditions", async () => {
    const other = await fakeFiles({ "/moved.csv": FILE });
    const server = await fakeFiles();
    server.fate = (path) => (path === "/pp.csv" ? to("/twice") : to(`${other.url}/moved.csv?x=1`));
    expect(await get(server, { resume: { version: VERSION, offset: 100 } })).toMatchObject({ start: 100 });
    expect(server.taken()).toEqual(["/pp.csv", "/twice"]);
    expect(other.requests[0]).toMatchObject({ path: "/moved.csv?x=1", headers: { range: "bytes=100-" } });
  });

  test("are refused to anything but https, without what can be a signature", async () => {
    const { error, text } = await failure(to("http://files.example/pp.csv?signature=secret"));
    expect(error).toBeInstanceOf(SourceRejected);
    expect(text).toBe(
      "SourceRejected: https://server/pp.csv redirects to http://files.example/pp.csv, which is not https.",
    );
    expect((await failure(to("file:///etc/passwd"))).error).toBeInstanceOf(SourceRejected);
    expect((await failure(to("http://[::x]/"))).text).toMatch(/redirects to something that is no address/);
  });

  test("end after the fifth", async () => {
    const { error, text, requests } = await failure(to("/pp.csv"));
    expect(error).toBeInstanceOf(SourceRejected);
    expect(text).toBe("SourceRejected: https://server/pp.csv redirects more than 5 times.");
    expect(requests).toBe(6);
  });
});

describe("what is no file is refused, with what came instead", () => {
  const PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in to\nthe network</title></head></html>";
  const cases: readonly [string, Fate, string][] = [
    [
      "a page",
      { headers: { "content-type": "text/html; charset=utf-8" }, body: PAGE },
      'a web page instead of the file: "Sign in to the network"',
    ],
    [
      "a page as CSV",
      { headers: { "content-type": "text/csv" }, body: `\ufeff\r\n${PAGE}` },
      'a web page instead of the file: "Sign in to the network"',
    ],
    [
      "XML",
      { headers: { "content-type": "application/xml" }, body: "<Error><Code>NoSuchKey</Code></Error>" },
      'XML instead of the file: "<Error><Code>NoSuchKey</Code></Error>"',
    ],
    [
      "XML without a type",
      { body: "<?xml version='1.0'?><Error/>" },
      "XML instead of the file: \"<?xml version='1.0'?><Error/>\"",
    ],
    [
      "JSON",
      { headers: { "content-type": "application/problem+json" }, body: '{"error": "none"}' },
      'JSON instead of the file: "{"error": "none"}"',
    ],
    ["JSON without a type", { body: '[{"url": "https://…"}]' }, "JSON instead of the file"],
    ["nothing", { headers: { "content-type": "text/csv" }, body: "" }, "nothing instead of the file."],
  ];
  test.each(cases)("%s", async (_name, fate, expected) => {
    const { error, text } = await failure(fate);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(text).toContain(`InvalidInput: https://server/pp.csv answered with ${expected}`);
    expect(error).toHaveProperty(
      "hint",
      expect.stringMatching(/set housing\.downloads\.monthlyUrl to .* HOUSING_DOWNLOADS='\{"monthlyUrl": /),
    );
  });

  test("but a row of sales without quotes begins with a brace, and is one", async () => {
    const server = await fakeFiles({ "/pp.csv": { ...FILE, body: "{6DA0844A-E8B1}," } });
    expect(await get(server)).toMatchObject({ text: "{6DA0844A-E8B1}," });
  });
});

describe("a server that does not give the file", () => {
  test.each([403, 404, 410])("has none if it answers with %d", async (status) => {
    const server = await fakeFiles();
    server.fate = () => ({ status, headers: { "content-type": "application/xml" }, body: "<Error/>" });
    expect(await get(server)).toEqual({ kind: "missing", status });
  });

  test.each([408, 429, 500, 503])("is asked again later if it answers with %d", async (status) => {
    const { error, text } = await failure({ status });
    expect(error).toBeInstanceOf(SourceUnavailable);
    expect(text).toBe(`SourceUnavailable: https://server/pp.csv answered with status ${status}.`);
  });

  test.each([204, 304, 400, 401])("is not asked again if it answers with %d", async (status) => {
    expect((await failure({ status })).error).toBeInstanceOf(SourceRejected);
  });

  test("is asked again later if the connection ends, before the answer or in its middle", async () => {
    for (const fate of ["reset", { cutAt: 0 }, { cutAt: 50 }] as const) {
      const { error, text } = await failure(fate);
      expect(error).toBeInstanceOf(SourceUnavailable);
      expect(text).toMatch(/did not answer, or not the whole of it: other side closed/);
    }
  });

  test("is asked again later if it sends nothing for long, before the answer or in its middle", async () => {
    for (const fate of ["silence", { stallAt: 50 }] as const) {
      const { error, text } = await failure(fate, { idleMilliseconds: 100 });
      expect(error).toBeInstanceOf(SourceUnavailable);
      expect(text).toMatch(/did not answer, or not the whole of it: it sent nothing for 0.1 s\.$/);
    }
  });

  test("is asked again later if there is none", async () => {
    const gone = await serve(async () => null);
    await gone.close();
    await expect(download(request(gone))).rejects.toThrow(/ECONNREFUSED/);
    await expect(download(request(gone))).rejects.toThrow(SourceUnavailable);
  });

  test("may wait for as long as the caller takes between two chunks", async () => {
    const body = "x".repeat(3_000_000);
    const server = await fakeFiles({ "/pp.csv": { body } });
    const answer = await download(request(server, { idleMilliseconds: 60 }));
    let bytes = 0;
    if (answer.kind === "content")
      for await (const chunk of answer.chunks) {
        if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 200));
        bytes += chunk.length;
      }
    expect(bytes).toBe(body.length);
  });
});
