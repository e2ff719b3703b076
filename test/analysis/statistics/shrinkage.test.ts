import { expect, test } from "vitest";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { CITIES, simulateCity, unequalSizes } from "./simulated-cities.ts";

const KINDS = Object.entries(CITIES).map(([name, city]) => ({ name, city }));

/** The mean squared errors of 20 cities' means, as they are and shrunken, of stations with few posts and with many. */
function errors(city: (typeof KINDS)[number]["city"]) {
  const random = seededRandom(11);
  const squared = { few: { raw: 0, shrunken: 0, n: 0 }, many: { raw: 0, shrunken: 0, n: 0 } };
  for (let repeat = 0; repeat < 20; repeat++) {
    const { stations, figures } = simulateCity(city, unequalSizes(100, random), random);
    for (const { name, truth, sums } of stations) {
      const figure = figures.stations.get(name);
      if (!figure) continue;
      const group = sums.n < 30 ? squared.few : squared.many;
      group.raw += (figure.mean - truth) ** 2;
      group.shrunken += (figure.shrunken - truth) ** 2;
      group.n += 1;
    }
  }
  return squared;
}

test.each(KINDS)("shrunken means err less than plain ones, of few posts by far ($name)", ({ city }) => {
  const { few, many } = errors(city);
  expect(Math.min(few.n, many.n)).toBeGreaterThan(100);
  expect(few.shrunken).toBeLessThan(few.raw / 2);
  expect(many.shrunken).toBeLessThan(many.raw);
});
