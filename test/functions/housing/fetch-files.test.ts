import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GivenFile, givenFiles } from "../../../functions/adapters/housing/given-files.ts";
import { InvalidInput } from "../../../functions/errors.ts";
import { inputPartKey } from "../../../functions/housing/keys.ts";
import type { Progress } from "../../../functions/ports.ts";
import { sha256 } from "../../../functions/runs/manifest.ts";
import {
  clockWith,
  contentsOf,
  dyingStore,
  fetchOnce,
  folderWith,
  Killed,
  killEverywhere,
  manifestOf,
  objectsOf,
} from "../../support/housing/fetching.ts";
import { memoryStore } from "../../support/memory-store.ts";

const SALES = "a row of sales\r\n".repeat(20);
const POSTCODES = "a row of postcodes\r\n".repeat(10);

async function given(): Promise<readonly GivenFile[]> {
  const folder = await folderWith({ "pp 2026.csv": SALES, "ONSPD.csv": POSTCODES });
  return [
    { path: join(folder, "pp 2026.csv"), kind: "sales", synthetic: false },
    { path: join(folder, "ONSPD.csv"), kind: "postcodes", synthetic: true },
  ];
}

describe("a run", () => {
  test("stores its files in parts under its keys, and the manifest with the hashes of the parts and the whole", async () => {
    const store = memoryStore();
    const files = await given();
    const answer = await fetchOnce("r1", await givenFiles(files), store);
    expect(answer).toEqual({ cursor: null, done: true, files: 2, bytes: SALES.length + POSTCODES.length });
    expect(await contentsOf(store, "r1")).toEqual({ "pp 2026.csv": SALES, "ONSPD.csv": POSTCODES });
    const manifest = manifestOf(store, "r1");
    expect(manifest).toMatchObject({ runId: "r1", notes: [] });
    expect(manifest.files[0]).toMatchObject({
      name: "pp 2026.csv",
      kind: "sales",
      synthetic: false,
      source: files[0]?.path,
      bytes: 320,
      sha256: sha256(SALES),
      parts: [0, 100, 200, 300].map((start, part) => ({
        key: inputPartKey("r1", 0, "pp 2026.csv", part),
        bytes: Math.min(100, 320 - start),
        sha256: sha256(SALES.slice(start, start + 100)),
      })),
    });
    expect(manifest.files[1]).toMatchObject({ name: "ONSPD.csv", kind: "postcodes", synthetic: true });
    const parts = manifest.files.flatMap((file) => file.parts.map(({ key }) => key));
    expect([...store.objects.keys()].sort()).toEqual([...parts, "input/housing/run=r1/manifest.json"].sort());
  });

  test("that has its manifest writes nothing again", async () => {
    const store = memoryStore();
    const files = await given();
    const first = await fetchOnce("r1", await givenFiles(files), store);
    const counting = dyingStore(store, -1, "after");
    expect(await fetchOnce("r1", await givenFiles(files), counting)).toEqual(first);
    expect(counting.changes).toBe(0);
  });

  test("that is killed at any write ends as one that was not disturbed", async () => {
    const files = await given();
    const { undisturbed, killed } = await killEverywhere(memoryStore(), () => givenFiles(files));
    expect(killed.length).toBeGreaterThan(20);
    for (const objects of killed) expect(objects).toEqual(undisturbed);
  });

  test("stops when its time is nearly up, and the next slice continues with the parts that are missing", async () => {
    const files = await given();
    const store = memoryStore();
    const writes: string[] = [];
    const noting = {
      ...store,
      write: async (key: string, body: Uint8Array) => {
        writes.push(key);
        await store.write(key, body);
      },
    };
    const clock = clockWith(() => 30_000);
    const cursors: (number | null)[] = [];
    let isDone = false;
    while (!isDone) {
      const { cursor, done } = await fetchOnce("r1", await givenFiles(files), noting, { clock });
      cursors.push(cursor);
      isDone = done;
    }
    expect(cursors.slice(0, 4)).toEqual([100, 200, 300, 320]);
    expect(cursors.at(-1)).toBeNull();
    const parts = writes.filter((key) => key.includes("part-"));
    expect(new Set(parts).size).toBe(parts.length);
    const calm = memoryStore();
    await fetchOnce("r1", await givenFiles(files), calm);
    expect(objectsOf(store)).toEqual(objectsOf(calm));
  });

  test("leaves a part that it has no time for to the next slice", async () => {
    const folder = await folderWith({ "a.csv": "x".repeat(3_000_000) });
    const source = await givenFiles([{ path: folder, kind: "sales", synthetic: false }]);
    const store = memoryStore();
    const clock = clockWith(() => 0);
    const answer = await fetchOnce("r1", source, store, { clock, partBytes: 2_500_000 });
    expect(answer).toEqual({ cursor: 0, done: false, files: 0, bytes: 0 });
    expect(store.objects.size).toBe(0);
  });

  test("reads a stored part again if it is damaged", async () => {
    const files = await given();
    const store = memoryStore();
    await fetchOnce("r1", await givenFiles(files), dyingStore(store, 5, "after")).catch(() => {});
    store.objects.set(inputPartKey("r1", 0, "pp 2026.csv", 1), Buffer.from("damaged"));
    await fetchOnce("r1", await givenFiles(files), store);
    expect((await contentsOf(store, "r1"))["pp 2026.csv"]).toBe(SALES);
  });

  test("shows how much of the files it has stored", async () => {
    const folder = await folderWith({ "a.csv": "x".repeat(5_000_000) });
    const shown: Parameters<Progress>[] = [];
    await fetchOnce(
      "r1",
      await givenFiles([{ path: folder, kind: "sales", synthetic: false }]),
      memoryStore(),
      {
        partBytes: 2_000_000,
        progress: (...progress) => void shown.push(progress),
      },
    );
    expect(shown.at(-1)).toEqual([5, 5, "MB"]);
    const counts = shown.map(([done]) => done);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  });
});

describe("a run's id that stands for other files", () => {
  async function refusal(
    change: (files: readonly GivenFile[]) => Promise<readonly GivenFile[]>,
    killAt = -1,
  ) {
    const files = await given();
    const store = memoryStore();
    await fetchOnce("r1", await givenFiles(files), dyingStore(store, killAt, "after")).catch(
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      },
    );
    const before = objectsOf(store);
    const error = await fetchOnce("r1", await givenFiles(await change(files)), store).catch(
      (thrown: unknown) => thrown,
    );
    expect(objectsOf(store)).toEqual(before);
    return error;
  }

  test("is refused in a sentence that names them: another content, another kind, fewer files", async () => {
    const other = await folderWith({ "pp 2026.csv": SALES.replace("row", "ROW") });
    const error = await refusal(async ([, postcodes]) => [
      { path: join(other, "pp 2026.csv"), kind: "sales", synthetic: false },
      ...(postcodes ? [postcodes] : []),
    ]);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(String(error)).toMatch(
      /Run r1 already has other files: it was started with .*pp 2026\.csv, .*ONSPD/,
    );
    expect(await refusal(async ([sales]) => (sales ? [sales] : []))).toBeInstanceOf(InvalidInput);
    const asSample = async (files: readonly GivenFile[]) =>
      files.map((file) => ({ ...file, synthetic: true }));
    expect(await refusal(asSample)).toBeInstanceOf(InvalidInput);
  });

  test("is refused also if the run was interrupted after the first of them", async () => {
    const swapped = async (files: readonly GivenFile[]) => files.toReversed();
    expect(await refusal(swapped, 8)).toBeInstanceOf(InvalidInput);
  });

  test("is accepted if the same files are elsewhere by now", async () => {
    const store = memoryStore();
    await fetchOnce("r1", await givenFiles(await given()), store);
    expect(await fetchOnce("r1", await givenFiles(await given()), store)).toMatchObject({ done: true });
  });
});

test("a file that is changed after it was found is refused", async () => {
  const files = await given();
  const source = await givenFiles(files);
  await writeFile(files[0]?.path ?? "", `${SALES}one more`);
  await expect(fetchOnce("r1", source, memoryStore())).rejects.toThrow(
    /pp 2026.csv was changed while it was read/,
  );
});
