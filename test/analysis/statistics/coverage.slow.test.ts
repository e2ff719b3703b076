import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Coverage, limits, promised, type Row, SIZES } from "./coverage-study.ts";
import { CITIES } from "./simulated-cities.ts";

const rows: readonly Row[] = Object.entries(CITIES).map(([name, city]) => promised(name, city));

describe("of 10,000 simulated stations", () => {
  test.each(rows)("in 93 to 97 % the interval covers the truth ($name)", ({ cells }) => {
    for (const { ours } of cells) {
      expect(ours).toBeGreaterThanOrEqual(93);
      expect(ours).toBeLessThanOrEqual(97);
    }
  });

  test("Student's t covers too few where posts are few and skewed, which is why it is not used", () => {
    const worst = rows.map(({ cells }) => Math.min(...cells.map(({ student }) => student)));
    expect(Math.min(...worst)).toBeLessThan(60);
    expect(worst.filter((share) => share < 93).length).toBeGreaterThan(rows.length / 2);
  });

  test("the shares are those in docs/figures.md", () => {
    const docs = readFileSync(join(import.meta.dirname, "../../../docs/figures.md"), "utf8");
    const sizes = SIZES.map((n) => `n = ${n}`);
    expect(docs).toContain(table([...sizes, "unequal"], rows, ({ ours }) => ours));
    expect(docs).toContain(table([...sizes, "unequal"], rows, ({ student }) => student));
    expect(docs).toContain(table(sizes, limits(), ({ ours }) => ours));
  });
});

function table(columns: readonly string[], rows: readonly Row[], share: (cell: Coverage) => number): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [
    line(["stations", ...columns]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ name, cells }) => line([name, ...cells.map((cell) => share(cell).toFixed(1))])),
  ].join("");
}
