import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePages } from "../../../functions/posts/raw-pages.ts";
import { encodePage } from "../../analysis/posts/record-fixtures.ts";
import { rawPages } from "../../support/raw-pages.ts";

/** Everything that JSON escapes, what it might, and texts that become longer than any room that was guessed. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", '"', "\\", "\\u0000", "\u2028\u2029", "\u007f\u0080", "\ud7ff\ue000\uffff😀"),
  fc.string({ unit: fc.constantFrom("\0", "\b", "\t", "\n", "\v", "\f", "\r", "\u001f", '"', "\\", "/") }),
);
const page = fc.record({
  page: fc.constant('station=replay/"0'),
  file: text,
  line: fc.integer({ min: 1 }),
  records: fc.array(text),
});

test("bytes are encoded as JSON.stringify encodes their text", () => {
  fc.assert(
    fc.property(fc.array(page), (pages) => {
      const lines = pages.map((page) => `${encodePage(page)}\n`).join("");
      expect(Buffer.from(encodePages(rawPages(pages))).toString()).toBe(lines);
    }),
    { seed: 11, numRuns: 500 },
  );
});
