import { expect, test } from "vitest";
import { z } from "zod";
import { DatabaseUnavailable, InvalidInput } from "../../../functions/errors.ts";
import { OF_DATABASE, OF_STORE, readEnvironment } from "../../../functions/lambda/environment.ts";
import { lambdaHandler } from "../../../functions/lambda/handler.ts";
import { writeMetrics } from "../../../functions/lambda/metrics.ts";

const context = { getRemainingTimeInMillis: () => 1234 };

const thrownBy = async (error: unknown): Promise<unknown> =>
  await lambdaHandler(async () => {
    throw error;
  })({}, context).catch((thrown: unknown) => thrown);

test("a handler gets the event and the time that Lambda leaves it, and answers as it is", async () => {
  const handler = lambdaHandler(async (event, clock) => ({ event, left: clock.remaining() }));
  expect(await handler({ run: 1 }, context)).toEqual({ event: { run: 1 }, left: 1234 });
});

test("an error keeps its name and its stack, and says what to do", async () => {
  const error = new InvalidInput("This cannot be used.", { hint: "Use that." });
  expect(await thrownBy(error)).toMatchObject({
    name: "InvalidInput",
    message: "This cannot be used.\n\nUse that.",
    stack: error.stack,
  });
});

test("an error does not take its cause along, which Lambda would log with all that it carries", async () => {
  const cause = Object.assign(new Error("refused"), { password: "p4ssword" });
  const thrown = await thrownBy(new DatabaseUnavailable("It does not answer.", { cause }));
  expect(thrown).toMatchObject({ name: "DatabaseUnavailable", message: "It does not answer." });
  expect(thrown).not.toHaveProperty("cause");
});

test("what is no error passes as it is", async () => {
  expect(await thrownBy("a text")).toBe("a text");
});

const Environment = z.object({ ...OF_STORE.shape, ...OF_DATABASE.shape });
const COMPLETE = {
  DATA_BUCKET: "data",
  DATABASE_HOST: "database.example",
  DATABASE_PORT: "5432",
  DATABASE_NAME: "citypulse",
  AWS_REGION: "eu-west-2",
};

test("the environment is what the schema names, with Lambda's region and without the rest", () => {
  expect(readEnvironment(Environment, { ...COMPLETE, AWS_SECRET_ACCESS_KEY: "secret" })).toEqual({
    ...COMPLETE,
    DATABASE_PORT: 5432,
  });
});

test("an incomplete environment is an error with the names of what is wrong, and no value", () => {
  const { AWS_REGION: _, ...environment } = { ...COMPLETE, DATA_BUCKET: "", DATABASE_PORT: "p4ssword" };
  expect(() => readEnvironment(Environment, environment)).toThrow(
    "The function's environment is not complete: DATA_BUCKET, DATABASE_PORT, AWS_REGION is missing or wrong.",
  );
  expect(() => readEnvironment(Environment, environment)).not.toThrow("p4ssword");
});

test("metrics are one line in CloudWatch's embedded format, with their units and the stack", () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const now = new Date("2026-11-16T06:20:00Z");
  writeMetrics("dev", now, { PostsAccepted: 990, RejectedShare: 0.01 }, { write });
  writeMetrics("dev", now, {}, { write });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: "CityPulse",
          Dimensions: [["Stack"]],
          Metrics: [
            { Name: "PostsAccepted", Unit: "Count" },
            { Name: "RejectedShare", Unit: "None" },
          ],
        },
      ],
    },
    Stack: "dev",
    PostsAccepted: 990,
    RejectedShare: 0.01,
  });
});
