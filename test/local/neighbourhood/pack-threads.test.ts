import { expect, test } from "vitest";
import { packRawPages, unpackedBytes, unpackLines } from "../../../functions/posts/raw-pages.ts";
import { packThreads } from "../../../local/neighbourhood/pack-threads.ts";
import { rawPages } from "../../support/raw-pages.ts";

test("threads pack as many pages at a time as there are processors, and as it is done here", async () => {
  const packer = packThreads();
  const objects = Array.from({ length: 5 }, (_, object) => [
    { page: "station=replay/00000", file: "posts.jsonl", line: object + 1, records: ["{}", "é😀\n"] },
  ]);
  const packed = await Promise.all(objects.map((pages) => packer.pack(rawPages(pages)))).finally(
    packer.close,
  );
  for (const [index, body] of packed.entries()) {
    expect(Buffer.from(body)).toEqual(Buffer.from(await packRawPages(rawPages(objects[index] ?? []))));
    expect(unpackLines(body).map((line) => JSON.parse(line))).toEqual(objects[index]);
    expect(unpackedBytes(body)).toBe(Buffer.byteLength(`${JSON.stringify(objects[index]?.[0])}\n`));
  }
});
