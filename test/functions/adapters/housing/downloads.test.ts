import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { downloads } from "../../../../functions/adapters/housing/downloads.ts";
import { givenFiles } from "../../../../functions/adapters/housing/given-files.ts";
import { InvalidInput, SourceRejected, SourceUnavailable } from "../../../../functions/errors.ts";
import {
  HousingDownloads,
  type HousingDownloadsInput,
  parseDownloads,
} from "../../../../functions/housing/defaults.ts";
import {
  housingPublishedKey,
  inputManifestKey,
  inputPartKey,
  inputPrefix,
  SOURCES_KEY,
} from "../../../../functions/housing/keys.ts";
import type { ConditionalStore } from "../../../../functions/ports.ts";
import { type FakeFiles, fakeFiles, lastModified } from "../../../support/housing/fake-files.ts";
import {
  clockWith,
  contentsOf,
  dyingStore,
  fetchOnce,
  folderWith,
  killEverywhere,
  manifestOf,
  objectsOf,
} from "../../../support/housing/fetching.ts";
import { type MemoryStore, memoryStore } from "../../../support/memory-store.ts";

const MONTHLY = "/pp-monthly-update-new-version.csv";
const POSTCODES = "/codepo_gb.zip";

const settingsOf = ({ url }: FakeFiles, options: HousingDownloadsInput = {}): HousingDownloads =>
  HousingDownloads.parse({
    monthlyUrl: `${url}${MONTHLY}`,
    yearlyUrl: `${url}/pp-{year}.csv`,
    completeUrl: `${url}/pp-complete.csv`,
    postcodesUrl: `${url}${POSTCODES}`,
    years: 3,
    ...options,
  });

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** What the publishers have in a month; the content of each file says from when it is. */
function publish({ files }: FakeFiles, day: string): void {
  const file = (name: string) => ({
    body: `${name} of ${day}\r\n`.repeat(8),
    lastModified: lastModified(day),
  });
  files.set(MONTHLY, file("monthly"));
  for (const year of [2024, 2025, 2026]) files.set(`/pp-${year}.csv`, file(String(year)));
  files.set("/pp-complete.csv", file("complete"));
  if (!files.has(POSTCODES)) files.set(POSTCODES, file("postcodes"));
}

async function published(day = "2026-10-28"): Promise<FakeFiles> {
  const server = await fakeFiles();
  publish(server, day);
  return server;
}

/** A run on the store, which comes to its end unless it is said to fail. */
async function run(
  server: FakeFiles,
  store: MemoryStore,
  runId: string,
  { fails = false, settings = {}, ...options }: RunOptions = {},
) {
  server.requests.length = 0;
  const source = downloads(settingsOf(server, settings), store);
  const answer = await fetchOnce(runId, source, store, options);
  if (!fails) await store.write(housingPublishedKey(runId, "manifest"), Buffer.from("{}"));
  return answer;
}

type RunOptions = NonNullable<Parameters<typeof fetchOnce>[3]> & {
  readonly fails?: boolean;
  readonly settings?: HousingDownloadsInput;
};

const namesOf = (store: MemoryStore, runId: string): string[] =>
  manifestOf(store, runId).files.map(({ name }) => name);

const ALL = [MONTHLY, "/pp-2026.csv", "/pp-2025.csv", "/pp-2024.csv", POSTCODES];
const ALL_NAMES = ALL.map((path) => path.slice(1));
const MONTH_NAMES = [MONTHLY, POSTCODES].map((path) => path.slice(1));

describe("the first run", () => {
  test("fetches the monthly file, the years of the figures and the postcodes, and remembers them", async () => {
    const server = await published();
    const store = memoryStore();
    const answer = await run(server, store, "r1");
    expect(server.taken()).toEqual(ALL);
    expect(answer).toMatchObject({ done: true, files: 5, cursor: null });
    expect(namesOf(store, "r1")).toEqual(ALL_NAMES);
    expect(manifestOf(store, "r1").notes).toEqual([]);
    expect(manifestOf(store, "r1").files[1]).toMatchObject({
      kind: "sales",
      synthetic: false,
      source: `${server.url}/pp-2026.csv`,
    });
    expect((await contentsOf(store, "r1"))["codepo_gb.zip"]).toMatch(/^postcodes of 2026-10-28/);
    expect([...store.objects.keys()]).toContain(SOURCES_KEY);
  });

  test("fetches the complete file instead of the years if the settings say so", async () => {
    const store = memoryStore();
    await run(await published(), store, "r1", { settings: { complete: true } });
    expect(namesOf(store, "r1")).toEqual([MONTHLY.slice(1), "pp-complete.csv", POSTCODES.slice(1)]);
  });

  test("does without the newest year if it has no file yet, and says so; without another year it fails", async () => {
    const server = await published();
    const store = memoryStore();
    const january = { scheduledTime: "2027-01-29T06:00:00.000Z" };
    await run(server, store, "r1", january);
    expect(namesOf(store, "r1")).toEqual(ALL_NAMES.filter((name) => name !== "pp-2024.csv"));
    expect(manifestOf(store, "r1").notes).toEqual([
      `There is no file of this year yet (${server.url}/pp-2027.csv), so only the monthly file has its sales.`,
    ]);
    server.files.delete("/pp-2025.csv");
    const error = await run(server, memoryStore(), "r1").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceRejected);
    expect(String(error)).toMatch(/pp-2025\.csv does not have the file: it answers with status 404\.$/);
    expect(error).toHaveProperty("hint", expect.stringContaining("housing.downloads.yearlyUrl"));
  });

  test("gives the postcodes a name if their address has none", async () => {
    const server = await published();
    server.fate = (path) =>
      path.startsWith("/v1") ? { status: 307, headers: { location: POSTCODES } } : undefined;
    const store = memoryStore();
    await run(server, store, "r1", {
      settings: { postcodesUrl: `${server.url}/v1/downloads?area=GB&redirect` },
    });
    expect(namesOf(store, "r1").at(-1)).toBe("postcodes.zip");
    expect((await contentsOf(store, "r1"))["postcodes.zip"]).toMatch(/^postcodes/);
  });
});

describe("a later run", () => {
  test("fetches the new monthly file alone, and takes the postcodes that are stored", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    publish(server, "2026-11-27");
    await run(server, store, "r2");
    expect(server.taken()).toEqual([MONTHLY, POSTCODES]);
    expect(namesOf(store, "r2")).toEqual(MONTH_NAMES);
    const [monthly, postcodes] = manifestOf(store, "r2").files;
    expect(monthly?.parts[0]?.key).toContain(inputPrefix("r2"));
    expect(postcodes).toEqual(manifestOf(store, "r1").files.at(-1));
    expect(await contentsOf(store, "r2")).toMatchObject({
      "codepo_gb.zip": expect.stringMatching(/^postcodes/),
    });
  });

  test("has no files if nothing is new, and asks once", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    const before = store.objects.get(SOURCES_KEY);
    expect(await run(server, store, "r2")).toEqual({ cursor: null, done: true, files: 0, bytes: 0 });
    expect(server.taken()).toEqual([MONTHLY]);
    expect(manifestOf(store, "r2").files).toEqual([]);
    expect(store.objects.get(SOURCES_KEY)).toEqual(before);
    expect(await run(server, store, "r2")).toMatchObject({ files: 0 });
    expect(server.taken()).toEqual([]);
  });

  test("loads the years again if a month was missed, and says so; unchanged ones from the store", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    const before = server.files.get("/pp-2024.csv");
    publish(server, "2026-12-30");
    if (before !== undefined) server.files.set("/pp-2024.csv", before);
    await run(server, store, "r2");
    expect(namesOf(store, "r2")).toEqual(ALL_NAMES);
    expect(manifestOf(store, "r2").notes).toEqual([
      "Between 2026-10-28 and 2026-12-30 at least one monthly file was missed, so the yearly files are loaded again.",
    ]);
    const files = manifestOf(store, "r2").files;
    expect(files.find(({ name }) => name === "pp-2024.csv")).toEqual(manifestOf(store, "r1").files[3]);
    expect((await contentsOf(store, "r2"))["pp-2025.csv"]).toMatch(/^2025 of 2026-12-30/);
  });

  test.each([
    ["2026-09-28", "2026-11-02", "two months of the calendar, but the next file", 2],
    ["2026-11-02", "2026-12-30", "the next month of the calendar, but a file was between them", 5],
  ])("after %s knows %s for the right one: %s", async (first, second, _why, files) => {
    const server = await published(first);
    const store = memoryStore();
    await run(server, store, "r1");
    publish(server, second);
    expect(await run(server, store, "r2")).toMatchObject({ files });
  });

  test("takes what a failed run has stored, since nobody has loaded it, without fetching it again", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    publish(server, "2026-11-27");
    await run(server, store, "r2", { fails: true });
    await run(server, store, "r3");
    expect(manifestOf(store, "r3").files).toEqual(manifestOf(store, "r2").files);
    expect(await run(server, store, "r4")).toMatchObject({ files: 0 });
  });

  test("counts the month of a failed run as missed if the next file has replaced it", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    publish(server, "2026-11-27");
    await run(server, store, "r2", { fails: true });
    publish(server, "2026-12-30");
    await run(server, store, "r3");
    expect(namesOf(store, "r3")).toEqual(ALL_NAMES);
    expect(manifestOf(store, "r3").notes).toHaveLength(1);
  });

  test("fetches a stored file again if a part of it is damaged or gone", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    const [part] = manifestOf(store, "r1").files.at(-1)?.parts ?? [];
    store.objects.set(part?.key ?? "", Buffer.from("damaged"));
    publish(server, "2026-11-27");
    await run(server, store, "r2");
    expect(server.taken()).toEqual([MONTHLY, POSTCODES, POSTCODES]);
    expect((await contentsOf(store, "r2"))["codepo_gb.zip"]).toMatch(/^postcodes of 2026-10-28/);
  });

  test("goes on with the month before if only the address has moved", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    const moved = await published("2026-11-27");
    expect(await run(moved, store, "r2")).toMatchObject({ files: 2 });
  });

  test("without any version from the server takes the month from its schedule", async () => {
    const server = await published();
    const silent = (path: string) => ({ body: path.repeat(9), etag: null, lastModified: null });
    for (const path of server.files.keys()) server.files.set(path, silent(path));
    const store = memoryStore();
    await run(server, store, "r1", { scheduledTime: "2026-10-29T06:00:00.000Z" });
    const answer = await run(server, store, "r2", { scheduledTime: "2026-11-29T06:00:00.000Z" });
    expect(answer).toMatchObject({ files: 2 });
  });
});

describe("a run that is interrupted", () => {
  test("ends as one that was not disturbed, whatever it was killed after", async () => {
    const server = await published();
    const open = async (store: ConditionalStore) => downloads(settingsOf(server), store);
    const { undisturbed, killed } = await killEverywhere(memoryStore(), open);
    expect(killed.length).toBeGreaterThan(50);
    for (const objects of killed) expect(objects).toEqual(undisturbed);
  });

  test("in a later month does so too", async () => {
    const server = await published();
    const store = memoryStore();
    await run(server, store, "r1");
    publish(server, "2026-11-27");
    const open = async (dying: ConditionalStore) => downloads(settingsOf(server), dying);
    const { undisturbed, killed } = await killEverywhere(store, open);
    for (const objects of killed) expect(objects).toEqual(undisturbed);
  });

  test("asks for the rest alone", async () => {
    const server = await published();
    const store = memoryStore();
    const dying = dyingStore(store, 1, "after");
    await fetchOnce("r1", downloads(settingsOf(server), dying), dying).catch(() => {});
    await run(server, store, "r1");
    expect(server.requests[0]?.headers).toMatchObject({ range: "bytes=100-" });
    expect(Object.keys(await contentsOf(store, "r1"))).toEqual(ALL_NAMES);
  });

  test("begins the file again that has another version by now, and leaves no part of the old one", async () => {
    const server = await published();
    server.files.set(MONTHLY, { body: "old".repeat(150) });
    const store = memoryStore();
    const dying = dyingStore(store, 7, "after");
    await fetchOnce("r1", downloads(settingsOf(server), dying), dying).catch(() => {});
    publish(server, "2026-10-29");
    await run(server, store, "r1");
    expect((await contentsOf(store, "r1"))[MONTHLY.slice(1)]).toMatch(/^monthly of 2026-10-29/);
    const listed = manifestOf(store, "r1").files.flatMap(({ parts }) => parts.map(({ key }) => key));
    const stored = (await store.list(inputPrefix("r1"))).filter((key) => key !== inputManifestKey("r1"));
    expect(stored).toEqual(listed.toSorted());
  });

  test("continues in slices, which fetch nothing twice", async () => {
    const server = await published();
    const store = memoryStore();
    const clock = clockWith(() => 30_000);
    let slices = 0;
    while (!(await run(server, store, "r1", { clock, fails: true })).done) slices += 1;
    const whole = memoryStore();
    await run(server, whole, "r1", { fails: true });
    expect(objectsOf(store)).toEqual(objectsOf(whole));
    expect(slices).toBe(9);
  });
});

describe("a connection that breaks", () => {
  test("is made again at once as long as it brings parts", async () => {
    const server = await published();
    server.fate = (path) => (path === MONTHLY ? { cutAt: 110 } : undefined);
    const store = memoryStore();
    await run(server, store, "r1");
    expect(
      server.requests.filter(({ path }) => path === MONTHLY).map(({ headers }) => headers.range),
    ).toEqual([undefined, "bytes=100-"]);
    expect((await contentsOf(store, "r1"))[MONTHLY.slice(1)]).toMatch(/^monthly/);
  });

  test("fails the run for now if it brings none, and what is stored stays", async () => {
    const server = await published();
    server.fate = (_path, count) => (count === 0 ? { cutAt: 110 } : { cutAt: 50 });
    const store = memoryStore();
    await expect(run(server, store, "r1")).rejects.toThrow(SourceUnavailable);
    expect(await store.list(inputPrefix("r1"))).toContain(inputPartKey("r1", 0, MONTHLY.slice(1), 0));
    server.fate = () => undefined;
    expect(await run(server, store, "r1")).toMatchObject({ done: true, files: 5 });
  });

  test("to a file that changes all the time fails the run for now", async () => {
    const server = await published();
    server.fate = (path, count) => {
      server.files.set(path, { body: `${count}`.repeat(300) });
      return { cutAt: 110 };
    };
    await expect(run(server, memoryStore(), "r1")).rejects.toThrow(/changes while it is read/);
  });

  test("to a server that cannot continue brings the parts that are missing", async () => {
    const server = await published();
    server.fate = (path, count) => (path !== MONTHLY ? undefined : count === 0 ? { cutAt: 110 } : "whole");
    const store = memoryStore();
    await run(server, store, "r1");
    expect((await contentsOf(store, "r1"))[MONTHLY.slice(1)]).toBe("monthly of 2026-10-28\r\n".repeat(8));
  });
});

describe("the bytes that arrive", () => {
  test("have the checksum that the server gives, also if they come in two connections", async () => {
    const server = await published();
    const body = "checked".repeat(40);
    server.files.set(MONTHLY, { body, etag: `"${md5(body)}"`, headers: { server: "AmazonS3" } });
    server.fate = (path, count) => (path === MONTHLY && count === 0 ? { cutAt: 150 } : undefined);
    const store = memoryStore();
    await run(server, store, "r1");
    expect((await contentsOf(store, "r1"))[MONTHLY.slice(1)]).toBe(body);
  });

  test("are fetched again from the beginning if they have another one", async () => {
    const server = await published();
    const body = "checked".repeat(40);
    const file = { etag: `"${md5(body)}"`, headers: { server: "AmazonS3" } };
    server.files.set(MONTHLY, { ...file, body: body.replace("c", "C") });
    const store = memoryStore();
    await expect(run(server, store, "r1")).rejects.toThrow(
      /arrived damaged: its MD5 checksum is another one/,
    );
    server.files.set(MONTHLY, { ...file, body });
    await run(server, store, "r1");
    expect(server.requests[0]?.headers).not.toHaveProperty("range");
    expect((await contentsOf(store, "r1"))[MONTHLY.slice(1)]).toBe(body);
  });

  test("are refused if they are a page instead of the file, and nothing is remembered", async () => {
    const server = await published();
    server.files.set(POSTCODES, { body: "<html><title>Sign in</title>", type: "application/zip" });
    const store = memoryStore();
    await expect(run(server, store, "r1")).rejects.toThrow(InvalidInput);
    expect([...store.objects.keys()]).not.toContain(SOURCES_KEY);
  });
});

describe("the memory of what was fetched", () => {
  test("is not overwritten by a run that ends after a later one", async () => {
    const server = await published();
    const store = memoryStore();
    const manifest = inputManifestKey("r1");
    const dying: ConditionalStore = {
      ...store,
      write: async (key, body) => {
        await store.write(key, body);
        if (key === manifest) throw new Error("killed");
      },
    };
    await fetchOnce("r1", downloads(settingsOf(server), dying), dying).catch(() => {});
    publish(server, "2026-11-27");
    await run(server, store, "r2");
    await run(server, store, "r1");
    expect(await run(server, store, "r3")).toMatchObject({ files: 0 });
  });

  test("loses nothing that another process writes at the same time", async () => {
    const server = await published();
    const store = memoryStore();
    let isDisturbed = false;
    const other = memoryStore();
    await run(server, other, "other");
    const disturbed: ConditionalStore = {
      ...store,
      writeIf: async (key, body, etag) => {
        if (!isDisturbed) store.objects.set(key, other.objects.get(key) ?? Buffer.from(""));
        isDisturbed = true;
        return await store.writeIf(key, body, etag);
      },
    };
    await fetchOnce("r1", downloads(settingsOf(server), disturbed), disturbed);
    expect(JSON.parse(objectsOf(store)[SOURCES_KEY] ?? "")).toMatchObject({
      monthly: [{ runId: "other" }, { runId: "r1" }],
    });
  });
});

test("a run that has given files does not become one of downloads, nor the other way round", async () => {
  const server = await published();
  const folder = await folderWith({ "pp.csv": "x" });
  const given = await givenFiles([{ path: folder, kind: "sales", synthetic: false }]);
  const store = memoryStore();
  await fetchOnce("r1", given, store);
  await expect(run(server, store, "r1")).rejects.toThrow(/Run r1 already has other files: .*pp\.csv/);
  await run(server, store, "r2");
  await expect(fetchOnce("r2", given, store)).rejects.toThrow(
    /Run r2 already has other files: .* and 2 more/,
  );
  await run(server, store, "r3");
  await expect(fetchOnce("r3", given, store)).rejects.toThrow(
    /Run r3 has ended already: it found nothing new/,
  );
});

test("the addresses of the settings are https, and the yearly one has its year", () => {
  const refused = (settings: HousingDownloadsInput) => HousingDownloads.safeParse(settings).success === false;
  expect(HousingDownloads.parse({})).toMatchObject({ years: 7, complete: false });
  expect(refused({ monthlyUrl: "http://files.example/pp.csv" })).toBe(true);
  expect(refused({ monthlyUrl: "https://name:password@files.example/pp.csv" })).toBe(true);
  expect(refused({ monthlyUrl: "pp.csv" })).toBe(true);
  expect(refused({ yearlyUrl: "https://files.example/pp.csv" })).toBe(true);
});

test("settings as JSON that cannot be used are refused in a sentence that names the key", () => {
  expect(parseDownloads('{"years": 3}')).toEqual({ ...HousingDownloads.parse({}), years: 3 });
  expect(() => parseDownloads("years=3")).toThrow("HOUSING_DOWNLOADS is not JSON.");
  expect(() => parseDownloads('{"monthlyUrl": "http://files.example"}')).toThrow(
    /^HOUSING_DOWNLOADS cannot be used: monthlyUrl: give an address that begins with https/,
  );
  expect(() => parseDownloads('{"year": 3}')).toThrow(InvalidInput);
});
