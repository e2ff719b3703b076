import { expect, test } from "vitest";
import { LOG_TAIL_BYTES, logTail } from "../../../functions/runs/step-logs.ts";

const tailOf = (text: string): string => logTail(Buffer.from(text));
const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`).join("\n");

test("of a short log the tail is all, without the empty lines at its end", () => {
  expect(tailOf("one\n\ntwo\n\n \n")).toBe("one\n\ntwo");
  expect(tailOf("")).toBe("");
  expect(tailOf("\n\n")).toBe("");
});

test("of many lines the tail has the last 20", () => {
  expect(tailOf(`${numbered(1, 30)}\n`)).toBe(numbered(11, 30));
});

test("of long lines the tail has the last 8 KiB", () => {
  expect(tailOf(`${"a".repeat(10)}\n${"b".repeat(LOG_TAIL_BYTES - 1)}\n`)).toBe(
    "b".repeat(LOG_TAIL_BYTES - 1),
  );
  expect(tailOf(`a${"b".repeat(LOG_TAIL_BYTES)}`)).toBe("b".repeat(8192));
  expect(tailOf(`${"b".repeat(LOG_TAIL_BYTES)}\nthe end\n`)).toBe(
    `${"b".repeat(LOG_TAIL_BYTES - 9)}\nthe end`,
  );
});

test.each(["é", "日", "🚇"])("where the 8 KiB begin within a %s, it is left out", (character) => {
  const bytes = Buffer.byteLength(character);
  for (let inside = 0; inside < bytes; inside++) {
    const rest = "x".repeat(LOG_TAIL_BYTES - bytes + inside);
    const log = Buffer.from(`before ${character}${rest}`);
    const expected = inside === 0 ? `${character}${rest}` : rest;
    expect(logTail(log)).toBe(expected);
    expect(logTail(log.subarray(-LOG_TAIL_BYTES))).toBe(expected);
  }
});

test("bytes that are no UTF-8 do not hide those that are", () => {
  expect(logTail(Buffer.from([0x80, 0x80, 0x80, 0x80, 0xff, 0x61]))).toBe("\ufffd\ufffda");
  expect(logTail(Buffer.from([0x80, 0x80]))).toBe("");
});
