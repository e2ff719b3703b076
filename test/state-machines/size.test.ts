import { expect, test } from "vitest";
import { InvalidInput } from "../../functions/errors.ts";
import { execute, extract, run } from "./execute.ts";

/** A quarter of what Step Functions passes between states. */
const FAR_BELOW_THE_LIMIT = 65_536;

/** Longer than any real name. */
const stations = Array.from({ length: 308 }, (_, index) => `${index} ${"Heathrow Terminals ".repeat(3)}`);
const largest = {
  PrepareDatabase: [{ ...run, engine: "emr", stations }],
  ExtractPosts: [{ ...extract, cursor: { station: 307, token: "t".repeat(2000) } }],
} as const;
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test("with 308 stations every state's data stays far below the limit", async () => {
  const { outcome, calls, events } = await execute(largest, { stations });

  expect(outcome.status).toBe("SUCCEEDED");
  expect(bytes(stations)).toBeGreaterThan(18_000);
  for (const { state, data } of events) expect(bytes(data), state).toBeLessThan(FAR_BELOW_THE_LIMIT);
  for (const { task, parameters } of calls) expect(bytes(parameters), task).toBeLessThan(FAR_BELOW_THE_LIMIT);
});

test("the longest cause of a failure, 32,768 characters, fits beside them", async () => {
  const { outcome, calls } = await execute(
    { ...largest, LoadResults: [new InvalidInput("x".repeat(32_000))] },
    { stations },
  );

  expect(outcome).toMatchObject({ status: "FAILED", error: "InvalidInput" });
  for (const { task, parameters } of calls)
    expect(bytes(parameters), task).toBeLessThan(2 * FAR_BELOW_THE_LIMIT);
});
