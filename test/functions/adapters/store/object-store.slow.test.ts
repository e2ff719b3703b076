import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compareUtf8 } from "../../../../analysis/order.ts";
import { folderStore } from "../../../../functions/adapters/store/folder-store.ts";
import { s3Store } from "../../../../functions/adapters/store/s3-store.ts";
import type { ConditionalStore } from "../../../../functions/ports.ts";
import { clientOf, startFakeS3 } from "../../../support/fake-s3.ts";

const BUCKET = "citypulse-test";

interface Subject {
  readonly store: ConditionalStore;
  /** The arguments with which endless-writer.ts writes into the same store. */
  readonly writer: readonly string[];
  close(): Promise<void>;
}

async function folderSubject(): Promise<Subject> {
  const root = await mkdtemp(join(tmpdir(), "citypulse store "));
  const close = () => rm(root, { recursive: true });
  return { store: folderStore(root), writer: ["folder", root, BUCKET], close };
}

async function s3Subject(): Promise<Subject> {
  const server = await startFakeS3(BUCKET);
  const client = clientOf(server.endpoint);
  const close = async () => {
    client.destroy();
    await server.close();
  };
  return { store: s3Store(client, BUCKET), writer: ["s3", server.endpoint, BUCKET], close };
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

const ODD_KEYS = [
  "raw/run=2026-11-02T06:00:00Z/station=kings-cross/00000.jsonl.gz",
  "input/a b+c&d<e>'f'\"%20?#[x]~@$,;!*().csv",
  "topics/café/日本/🚇.json",
  "a.b/..c/d../.e",
];

const LONG_PART = "é".repeat(128);
const LONG_KEY = `${"abc/".repeat(256)}d`;

describe.each([
  ["a folder", folderSubject],
  ["S3", s3Subject],
])("the object store in %s", (_name, open) => {
  let subject: Subject;
  let store: ConditionalStore;
  beforeEach(async () => {
    subject = await open();
    store = subject.store;
  });
  afterEach(() => subject.close());

  test("has nothing in the beginning", async () => {
    expect(await store.read("a/b")).toBeUndefined();
    expect(await store.list("")).toEqual([]);
    await store.remove(["a/b", "c"]);
    await store.remove([]);
  });

  test("gives back every byte that was written, none included", async () => {
    const content = fc.uint8Array({ maxLength: 5000 });
    await fc.assert(
      fc.asyncProperty(content, async (body) => {
        await store.write("a/b", body);
        expect(await store.read("a/b")).toStrictEqual(new Uint8Array(body));
      }),
      {
        numRuns: 20,
        seed: 1,
        examples: [[new Uint8Array()], [Uint8Array.from({ length: 256 }, (_, i) => i)]],
      },
    );
  });

  test("replaces an object, by shorter bytes too, and by others of the same length", async () => {
    for (const text of ["a long first text", "short", "other", "other"]) {
      await store.write("a", bytes(text));
      expect(await store.read("a")).toStrictEqual(bytes(text));
    }
    expect(await store.list("")).toEqual(["a"]);
  });

  test.each(ODD_KEYS)("takes the key %s", async (key) => {
    await store.write(key, bytes(key));
    expect(await store.read(key)).toStrictEqual(bytes(key));
    expect(await store.list(key)).toEqual([key]);
    await store.remove([key]);
    expect(await store.list("")).toEqual([]);
  });

  test.each([
    "",
    "/a",
    "a/",
    "a//b",
    ".",
    "..",
    "a/../b",
    "../a",
    "a/.",
    "a\\b",
    "a\0b",
    "a\nb",
    "\ud800",
    ".tmp/a",
    LONG_PART,
    LONG_KEY,
  ])("refuses the key %.40j wherever it is given", async (key) => {
    await expect(store.read(key)).rejects.toThrow(TypeError);
    await expect(store.write(key, bytes("x"))).rejects.toThrow(TypeError);
    await store.write("kept", bytes("x"));
    await expect(store.remove(["kept", key])).rejects.toThrow(TypeError);
    expect(await store.list("")).toEqual(["kept"]);
  });

  test.each(["/", "../..", "a/../b", "a//", ".tmp/", "a\\"])("refuses the prefix %j", async (prefix) => {
    await expect(store.list(prefix)).rejects.toThrow(TypeError);
  });

  test("lists by prefix, which may end in the middle of a name", async () => {
    for (const key of ["a/run=1/x", "a/run=1/y/z", "a/run=10/x", "a/run", "b"])
      await store.write(key, bytes(key));
    expect(await store.list("a/run=1")).toEqual(["a/run=1/x", "a/run=1/y/z", "a/run=10/x"]);
    expect(await store.list("a/run=1/")).toEqual(["a/run=1/x", "a/run=1/y/z"]);
    expect(await store.list("a/run=1/y")).toEqual(["a/run=1/y/z"]);
    expect(await store.list("a/run=1/x/")).toEqual([]);
    expect(await store.list("c")).toEqual([]);
    expect(await store.list("c/d")).toEqual([]);
  });

  test("lists in the order of the keys' UTF-8 bytes, across folders too", async () => {
    const keys = [
      "a-b",
      "a/b",
      "a0",
      "a/\u{1f687}",
      "a/\uff5e",
      "A",
      "é",
      "z",
      "a/b.c/d",
      "a/b/c".replace("b/", "b!/"),
    ];
    for (const key of keys) await store.write(key, bytes(key));
    const inBytes = [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect(await store.list("")).toEqual(inBytes);
    expect(inBytes).toEqual([...keys].sort(compareUtf8));
  });

  test("lists and removes 1,500 objects", async () => {
    const keys = Array.from({ length: 1500 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
    await Promise.all(keys.map((key) => store.write(key, bytes(key))));
    await store.write("other", bytes("other"));
    expect(await store.list("many/")).toEqual(keys);
    await store.remove([...keys, "many/missing"]);
    expect(await store.list("")).toEqual(["other"]);
  });

  test("shows the whole of one write to those who read and write at the same time", async () => {
    const bodies = ["a", "b", "c", "d"].map((letter) => bytes(letter.repeat(200_000)));
    const writing = bodies.map((body) => store.write("a/b", body));
    const seen = [];
    for (let round = 0; round < 20; round++) seen.push(await store.read("a/b"));
    await Promise.all(writing);
    seen.push(await store.read("a/b"));
    for (const body of seen) if (body !== undefined) expect(bodies).toContainEqual(body);
    expect(seen.at(-1)).toBeDefined();
    expect(await store.list("")).toEqual(["a/b"]);
  });

  test("writes and removes side by side in one folder without an error", async () => {
    const work = async (name: string) => {
      for (let round = 0; round < 25; round++) {
        await store.write(`a/b/${name}`, bytes(`${name}${round}`));
        await store.remove([`a/b/${name}`]);
      }
    };
    await Promise.all(["1", "2", "3", "4"].map(work));
    expect(await store.list("")).toEqual([]);
  });

  test("writes under a condition where nothing is there yet, or what was read is still there", async () => {
    expect(await store.readTagged("a")).toBeUndefined();
    expect(await store.writeIf("a", bytes("none"), "what nobody wrote")).toBeNull();
    const first = await store.writeIf("a", bytes("first"), null);
    expect(first).not.toBeNull();
    expect(await store.readTagged("a")).toStrictEqual({ body: bytes("first"), etag: first });
    expect(await store.writeIf("a", bytes("again"), null)).toBeNull();
    const second = await store.writeIf("a", bytes("second"), first);
    expect(await store.writeIf("a", bytes("third"), first)).toBeNull();
    expect(await store.readTagged("a")).toStrictEqual({ body: bytes("second"), etag: second });
    await store.write("a", bytes("unconditional"));
    expect(await store.writeIf("a", bytes("third"), second)).toBeNull();
    await store.remove(["a"]);
    expect(await store.writeIf("a", bytes("third"), second)).toBeNull();
    expect(await store.list("")).toEqual([]);
  });

  test("lets one of those win who write under the same condition, and loses no count", async () => {
    const increment = async (): Promise<void> => {
      const seen = await store.readTagged("count");
      const count = seen === undefined ? 0 : Number(Buffer.from(seen.body).toString());
      if ((await store.writeIf("count", bytes(String(count + 1)), seen?.etag ?? null)) === null)
        await increment();
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 5; round++) await increment();
      }),
    );
    expect(await store.read("count")).toStrictEqual(bytes("40"));
  });

  test("holds the old object or the new one, whole, after the writer was killed", async () => {
    const key = "a/large";
    // The delays are spread over several writes, so that kills fall on different moments of one.
    for (const delay of [0, 5, 11, 18, 26, 35]) {
      const script = join(import.meta.dirname, "../../../support/endless-writer.ts");
      const child = spawn(process.execPath, [script, ...subject.writer, key], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      await sleep(delay);
      child.kill("SIGKILL");
      await once(child, "exit");
      const body = await store.read(key);
      const ones = body?.at(0) === 1;
      expect(body?.length).toBe(ones ? 16 * 1024 * 1024 : 16 * 1024 * 1024 - 1);
      expect(body?.indexOf(ones ? 0 : 1)).toBe(-1);
      expect(await store.list("")).toEqual([key]);
    }
  });
});
