import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { sha256 } from "../../../functions/runs/manifest.ts";
import { STATIONS } from "./records.ts";

/** A store in a folder of its own, gone after the test, with the stations file in it. */
export async function newStore(stations: string = STATIONS): Promise<ObjectStore> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = folderStore(folder);
  await store.write(STATIONS_KEY, Buffer.from(stations));
  return store;
}

/** The checksum of every object under the prefix. */
export async function checksums(store: ObjectStore, prefix = ""): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const key of await store.list(prefix)) sums[key] = sha256((await store.read(key)) ?? "gone");
  return sums;
}

export const readText = async (store: ObjectStore, key: string): Promise<string> =>
  new TextDecoder().decode(await store.read(key));

export const readObject = async (store: ObjectStore, key: string): Promise<unknown> =>
  JSON.parse(await readText(store, key));

/** Puts `value` in the place of one JSON object's fields. */
export async function changeObject(store: ObjectStore, key: string, value: object): Promise<void> {
  const changed = { ...JSON.parse(await readText(store, key)), ...value };
  await store.write(key, Buffer.from(`${JSON.stringify(changed)}\n`));
}
