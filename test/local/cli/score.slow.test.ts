import { describe, expect, test } from "vitest";
import { citypulse } from "../../support/citypulse.ts";

const { call } = citypulse();

describe("score", () => {
  const score = async (args: readonly string[], input: string) => {
    const ended = await call(["score", ...args], { input });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    return ended.stdout;
  };

  test("--json prints one object a line, in the order of the input", async () => {
    const lines = (await score(["--json"], "VADER is great!\n\r\nAwful.\nThe end")).split("\n");
    expect(lines.pop()).toBe("");
    const scores = lines.map((line) => JSON.parse(line));
    expect(scores.map(Object.keys)).toEqual(
      scores.map(() => ["compound", "neg", "neu", "pos", "cleaned", "masked"]),
    );
    expect(scores.map(({ compound }) => Math.sign(compound))).toEqual([1, 0, -1, 0]);
  });

  test("scores the text as it stands, and the cleaned and the masked one beside it", async () => {
    const [first] = (await score(["--json"], "@great_fan near Great Portland Street")).split("\n");
    expect(JSON.parse(first ?? "")).toMatchObject({ compound: 0.6249, cleaned: 0.6249, masked: 0 });
  });

  test("--jsonl takes a JSON string or an object with a text a line, line breaks in them included", async () => {
    const input = `${JSON.stringify("good\nday")}\n${JSON.stringify({ id: "1", text: "bad day" })}\n"\\ud800 \\u0000"\n`;
    const lines = (await score(["--jsonl", "--json"], input)).trimEnd().split("\n");
    expect(lines.map((line) => Math.sign(JSON.parse(line).compound))).toEqual([1, -1, 0]);
  });

  test("--jsonl names the line that is neither, and the line itself", async () => {
    const ended = await call(["score", "--jsonl"], { input: '"good"\nbroken\n' });
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stderr).toMatch(/Line 2 .*: broken\n\nhint/);
  });

  test("of nothing is nothing", async () => {
    expect(await score(["--json"], "")).toBe("");
  });
});
