import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds, isNewer, parseId } from "../../../analysis/posts/id.ts";

const ids = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });

test("ids are ordered as numbers, not as texts", () => {
  fc.assert(
    fc.property(ids, ids, (left, right) => {
      const expected = left < right ? -1 : Number(left > right);
      expect(Math.sign(compareIds(String(left), String(right)))).toBe(expected);
    }),
    { seed: 1 },
  );
});

test("a longer history is newer than a higher id", () => {
  const edited = { version: "9", versions: 2 };
  const original = { version: "10", versions: 1 };
  expect(isNewer(edited, original)).toBe(true);
  expect(isNewer(original, edited)).toBe(false);
});

test("with equal histories the higher id is newer, and an equal version is not", () => {
  expect(isNewer({ version: "10", versions: 2 }, { version: "9", versions: 2 })).toBe(true);
  expect(isNewer({ version: "9", versions: 2 }, { version: "10", versions: 2 })).toBe(false);
  expect(isNewer({ version: "9", versions: 2 }, { version: "9", versions: 2 })).toBe(false);
});

test.each([
  ["1", "1"],
  ["0042", "42"],
  ["9223372036854775807", "9223372036854775807"],
  ["0000000000000000001", "1"],
  [9007199254740991, "9007199254740991"],
])("%o is the id %s", (value, id) => {
  expect(parseId(value)).toBe(id);
});

test.each([
  "9223372036854775808",
  "00000000000000000001",
  "0",
  "000",
  "",
  "-1",
  "+1",
  "1.0",
  "1e3",
  " 1",
  "1\n",
  "१२३",
  9007199254740992,
  1.5,
  0,
  -1,
  true,
  null,
  undefined,
  ["1"],
  {},
])("%o is no id", (value) => {
  expect(parseId(value)).toBeNull();
});
