import { expect, test } from "vitest";
import { isPhrase, npmi } from "../../../analysis/topics/phrases.ts";
import { dirichletPriorLogOdds } from "../../../analysis/topics/ranking.ts";

test("the log-odds ratio is that of Monroe, Colaresi and Quinn", () => {
  // 30 of 100 texts here, 100 of 900 elsewhere; the prior: 0.15 of 130 in 1,000.
  const [alpha, allAlphas] = [19.5, 150];
  const delta =
    Math.log((30 + alpha) / (100 + allAlphas - 30 - alpha)) -
    Math.log((100 + alpha) / (900 + allAlphas - 100 - alpha));
  const usage = { here: 30, textsHere: 100, elsewhere: 100, textsElsewhere: 900 };
  expect(dirichletPriorLogOdds(usage)).toBeCloseTo(delta / Math.sqrt(1 / (30 + alpha) + 1 / (100 + alpha)));
});

test("a term that is as common here as elsewhere scores 0, and the sign says where it is commoner", () => {
  const elsewhere = { textsHere: 100, elsewhere: 90, textsElsewhere: 900 };
  expect(dirichletPriorLogOdds({ here: 10, ...elsewhere })).toBeCloseTo(0);
  expect(dirichletPriorLogOdds({ here: 15, ...elsewhere })).toBeGreaterThan(0);
  expect(dirichletPriorLogOdds({ here: 5, ...elsewhere })).toBeLessThan(0);
});

test("where there is nothing to compare with, the score is 0", () => {
  expect(dirichletPriorLogOdds({ here: 4, textsHere: 9, elsewhere: 0, textsElsewhere: 0 })).toBe(0);
  expect(dirichletPriorLogOdds({ here: 9, textsHere: 9, elsewhere: 5, textsElsewhere: 5 })).toBe(0);
});

test("NPMI is 1 for words that are never apart, 0 for words that meet by chance, and less for less", () => {
  expect(npmi({ texts: 1000, first: 10, second: 10, together: 10 })).toBeCloseTo(1);
  expect(npmi({ texts: 1000, first: 100, second: 100, together: 10 })).toBeCloseTo(0);
  expect(npmi({ texts: 1000, first: 100, second: 200, together: 10 })).toBeLessThan(0);
  expect(npmi({ texts: 8, first: 8, second: 8, together: 8 })).toBe(1);
  // Bouma's formula: ln(0.01 / (0.02 x 0.04)) / -ln 0.01
  expect(npmi({ texts: 1000, first: 20, second: 40, together: 10 })).toBeCloseTo(
    Math.log(12.5) / Math.log(100),
  );
});

test("a phrase needs five texts and words that belong together", () => {
  expect(isPhrase({ texts: 1000, first: 5, second: 5, together: 5 })).toBe(true);
  expect(isPhrase({ texts: 1000, first: 4, second: 4, together: 4 })).toBe(false);
  expect(isPhrase({ texts: 1000, first: 100, second: 100, together: 12 })).toBe(false);
});
