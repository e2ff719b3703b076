import { describe, expect, test } from "vitest";
import { AnalysisFailed, InvalidInput } from "../../../functions/errors.ts";
import { analyse } from "../../../functions/neighbourhood/analyse.ts";
import { analysisManifestKey, scoredKey } from "../../../functions/neighbourhood/keys.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import { rawManifestKey, rawPageKey, rawPageName, STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { analyseAll, extracted, RUN_ID } from "../../support/neighbourhood/analysed.ts";
import { progress, slices } from "../../support/neighbourhood/pipeline.ts";
import { inPages, records } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const PAGES = inPages(records(1, 6), 3);
const SECOND = rawPageKey(RUN_ID, rawPageName("replay", "00001"));

describe("an analysis fails, by the name of the object and without a manifest,", () => {
  test("where a raw page is missing", async () => {
    const { store, run } = await extracted(PAGES);
    await store.remove([SECOND]);
    const failed = analyseAll(run, store);
    await expect(failed).rejects.toThrow(AnalysisFailed);
    await expect(failed).rejects.toThrow(`The object ${SECOND} is missing`);
    expect(await store.read(analysisManifestKey(RUN_ID))).toBeUndefined();
  });

  test.each([
    ["cut off", (page: Uint8Array) => page.slice(0, -4)],
    [
      "with one bit changed",
      (page: Uint8Array) => page.map((byte, index) => (index === 20 ? byte ^ 1 : byte)),
    ],
    ["empty", () => new Uint8Array()],
  ])("where a raw page is damaged: %s", async (_, damage) => {
    const { store, run } = await extracted(PAGES);
    await store.write(SECOND, damage((await store.read(SECOND)) ?? new Uint8Array()));
    const failed = analyseAll(run, store);
    await expect(failed).rejects.toThrow(AnalysisFailed);
    await expect(failed).rejects.toThrow(`The object ${SECOND} has another checksum`);
    expect(await store.read(analysisManifestKey(RUN_ID))).toBeUndefined();
  });

  test("where a raw page is another run's", async () => {
    const { store, run } = await extracted(PAGES);
    await store.write(
      SECOND,
      (await store.read(rawPageKey(RUN_ID, rawPageName("replay", "00000")))) ?? new Uint8Array(),
    );
    await expect(analyseAll(run, store)).rejects.toThrow(AnalysisFailed);
  });

  test("where what an earlier step handed on is gone, and can be begun anew", async () => {
    const { store, run } = await extracted(PAGES);
    const bytesInBucket = 400;
    const ports = { store, clock: slices(2), codeVersion: "1.0.0", progress, bytesInBucket };
    const begun = await analyse({ run }, ports);
    const scored = scoredKey(RUN_ID, 0, 1);
    await store.remove([scored]);
    const failed = analyseAll(run, store, { bytesInBucket }, begun);
    await expect(failed).rejects.toThrow(AnalysisFailed);
    await expect(failed).rejects.toThrow(`The object ${scored} is missing`);
    expect(await analyseAll(run, store)).toMatchObject({ done: true, counts: { accepted: 6 } });
  });

  test("where the raw pages are not complete", async () => {
    const run = parseRun({ runId: RUN_ID }, "2026-11-16T06:00:00Z");
    const failed = analyseAll(run, await newStore());
    await expect(failed).rejects.toThrow(AnalysisFailed);
    await expect(failed).rejects.toThrow(rawManifestKey(RUN_ID));
  });

  test("where a manifest is no JSON or lacks a field", async () => {
    for (const body of ["{", "{}", '{"runId":7}', "\xff"]) {
      const { store, run } = await extracted(PAGES);
      await store.write(rawManifestKey(RUN_ID), Buffer.from(body, "latin1"));
      const failed = analyseAll(run, store);
      await expect(failed).rejects.toThrow(AnalysisFailed);
      await expect(failed).rejects.toThrow(rawManifestKey(RUN_ID));
    }
  });
});

describe("a stations file", () => {
  test("that is missing is asked for by its key and columns", async () => {
    const { store, run } = await extracted(PAGES);
    await store.remove([STATIONS_KEY]);
    await expect(analyseAll(run, store)).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining(STATIONS_KEY),
      hint: expect.stringContaining("Latitude"),
    });
  });

  test("without its columns is refused", async () => {
    const { store, run } = await extracted(PAGES);
    await store.write(STATIONS_KEY, Buffer.from("Name,Zone\nBank,1\n"));
    const failed = analyseAll(run, store);
    await expect(failed).rejects.toThrow(InvalidInput);
    await expect(failed).rejects.toThrow(STATIONS_KEY);
  });
});
