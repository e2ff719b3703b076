import { describe, expect, test } from "vitest";
import { quarantineKey, quarantinePrefix } from "../../../functions/neighbourhood/keys.ts";
import {
  analyseAll,
  analysed,
  extracted,
  RUN_ID,
  readQuarantine,
} from "../../support/neighbourhood/analysed.ts";
import { inPages, record, records } from "../../support/neighbourhood/records.ts";

describe("what cannot be used", () => {
  const long = "x".repeat(100_000);
  const bad: readonly (readonly [record: string, reason: string])[] = [
    ["{broken", "not JSON"],
    [JSON.stringify({ text: "no id", created_at: "2026-11-10T12:00:00Z" }), "no id"],
    [JSON.stringify({ id: "5", created_at: "2026-11-10T12:00:00Z" }), "no text"],
    [record(6, { createdAt: "yesterday" }), "a date that is none"],
    [record(7, { text: "a\0b" }), "a NUL character in the text"],
    [record(8, { text: "half \ud83d" }), "a lone surrogate in the text"],
    [record(9, { text: long }), "a text of more than 25,000 characters"],
    [
      JSON.stringify({
        ...JSON.parse(record(10)),
        geo: { coordinates: { type: "Point", coordinates: [0, 91] } },
      }),
      "a latitude outside -90 to 90",
    ],
  ];

  test("stands in quarantine with file, line, reason and the record, and the rest goes on", async () => {
    const pages = inPages([...bad.map(([text]) => text), ...records(20, 30)], 7);
    const { store, manifest, posts } = await analysed(pages, {}, 100);
    expect(posts).toHaveLength(30);
    expect(manifest.counts).toEqual({ read: 38, accepted: 30, duplicates: 0, unplaced: 10, rejected: 8 });
    const kept = (await Promise.all(manifest.quarantine.map(({ key }) => readQuarantine(store, key)))).flat();
    expect(kept).toEqual(
      bad.map(([text, reason], index) => ({
        reason,
        file: "posts.jsonl",
        line: index + 1,
        rawKey: `raw/run=${RUN_ID}/station=replay/0000${index < 7 ? 0 : 1}.jsonl.gz`,
        record: text.slice(0, 2000),
      })),
    );
    expect(manifest.quarantine.map(({ rows }) => rows)).toEqual([7, 1]);
    expect(await store.list(quarantinePrefix(RUN_ID))).toEqual(manifest.quarantine.map(({ key }) => key));
  });

  test("does not keep what other code had rejected of a batch", async () => {
    const { store, run } = await extracted([records(1, 2)]);
    for (const batch of [0, 7]) await store.write(quarantineKey(RUN_ID, batch), Buffer.from("{}\n"));
    await analyseAll(run, store);
    expect(await store.list(quarantinePrefix(RUN_ID))).toEqual([]);
  });

  test("is counted by reason, the commonest first, with the place of its first occurrence", async () => {
    const { manifest } = await analysed([
      ["{a", record(1)],
      ["{b", '{"text":"t"}', "{c"],
    ]);
    expect(manifest.reasons).toEqual([
      { reason: "not JSON", records: 3, file: "posts.jsonl", line: 1 },
      { reason: "no id", records: 1, file: "posts.jsonl", line: 4 },
    ]);
  });
});
