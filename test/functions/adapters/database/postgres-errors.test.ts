import { expect, test } from "vitest";
import {
  isConnectionFailure,
  withDatabaseName,
} from "../../../../functions/adapters/database/postgres-errors.ts";
import { DatabaseUnavailable } from "../../../../functions/errors.ts";

const coded = (code: string): Error => Object.assign(new Error("reason"), { code });

test.each(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "53300", "57P01", "57P02", "57P03", "08006"])(
  "%s says that the database cannot be reached",
  (code) => {
    expect(isConnectionFailure(coded(code))).toBe(true);
  },
);

test.each(["23505", "42P01", "57014", "28P01", "3D000", "ENOENT"])(
  "%s is the statement's own fault",
  (code) => {
    expect(isConnectionFailure(coded(code))).toBe(false);
  },
);

test.each([
  "Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Query read timeout",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
])("the driver's own error, '%s', says that the database cannot be reached", (message) => {
  expect(isConnectionFailure(new Error(message))).toBe(true);
});

test("an error without a message of its own is named by its code", () => {
  const refused = Object.assign(new AggregateError([new Error("::1"), new Error("127.0.0.1")]), {
    code: "ECONNREFUSED",
  });
  const error = withDatabaseName(refused, "citypulse at localhost:1");
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(error).toMatchObject({
    message: "The database citypulse at localhost:1 cannot be reached: ECONNREFUSED.",
    cause: refused,
  });
});

test("any other error passes as it is", () => {
  const error = coded("23505");
  expect(withDatabaseName(error, "citypulse")).toBe(error);
});
