import { afterEach, beforeEach, expect, test } from "vitest";
import { readSecret } from "../../../../functions/adapters/aws/secrets.ts";
import { ownerLogin } from "../../../../functions/adapters/database/database-login.ts";
import { InvalidInput, PipelineError } from "../../../../functions/errors.ts";
import type { Json } from "../../../../functions/ports.ts";
import { type FakeAwsJson, refusal, SECRET_KEY, startFakeAwsJson } from "../../../support/fake-aws-json.ts";

const ARN = "arn:aws:secretsmanager:eu-west-2:123456789012:secret:rds!db-0000-AbCdEf";
const ADDRESS = { host: "database.example", port: 5432, database: "citypulse", ca: "PEM" };

let secretsManager: FakeAwsJson;
beforeEach(async () => {
  secretsManager = await startFakeAwsJson();
});
afterEach(() => secretsManager.close());

const answer = (fields: { [name: string]: Json }): void => {
  secretsManager.operations.GetSecretValue = () => ({ body: { ARN, ...fields } });
};
const read = () => readSecret(ARN, "the token of X", secretsManager.settings);
const login = () => ownerLogin(ADDRESS, ARN, secretsManager.settings);

const failureOf = async (work: Promise<unknown>): Promise<PipelineError> => {
  const error: unknown = await work.then(
    () => new Error("It succeeded."),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PipelineError)) throw error;
  return error;
};
const everythingOf = (error: PipelineError): string =>
  [error.message, error.hint, error.stack, JSON.stringify(error), String(error.cause)].join("\n");

test("a secret is its text, without the line end of the file that it came from", async () => {
  answer({ SecretString: "AAAA-token\n" });
  expect(await read()).toBe("AAAA-token");
  expect(secretsManager.requests).toEqual([
    { target: "secretsmanager.GetSecretValue", input: { SecretId: ARN } },
  ]);
});

test.each([
  ["was never given a value", () => refusal("ResourceNotFoundException")],
  ["is blank", () => ({ body: { ARN, SecretString: " \n" } })],
  ["holds bytes instead of a text", () => ({ body: { ARN, SecretBinary: "AAAA" } })],
])("a secret that %s is an error that says how to give it one", async (_, operation) => {
  secretsManager.operations.GetSecretValue = operation;
  const error = await failureOf(read());
  expect(error).toBeInstanceOf(InvalidInput);
  expect(error.message).toBe(`There is no value in the secret for the token of X (${ARN}).`);
  expect(error.hint).toContain(`put-secret-value --secret-id ${ARN} --secret-string file://`);
});

test("a secret that may not be read is an error that says what to allow, without the request", async () => {
  secretsManager.operations.GetSecretValue = () => refusal("AccessDeniedException", "You may not");
  const error = await failureOf(read());
  expect(error).toBeInstanceOf(InvalidInput);
  expect(error.message).toBe("Cannot read the token of X: AccessDeniedException: You may not");
  expect(everythingOf(error)).not.toContain(SECRET_KEY);
});

test("a fault of the service is made known after the client's own retries, as one that may pass", async () => {
  const settings = { ...secretsManager.settings, maxAttempts: 1 };
  secretsManager.operations.GetSecretValue = () => ({ ...refusal("InternalServiceError"), status: 500 });
  const error = await failureOf(readSecret(ARN, "the token of X", settings));
  expect(error).not.toBeInstanceOf(InvalidInput);
  expect(error.message).toContain("InternalServiceError");
});

test("the owner's login is what RDS keeps in the secret, to that server and certificate alone", async () => {
  answer({ SecretString: JSON.stringify({ username: "owner", password: "p4ss:word", engine: "postgres" }) });
  const { ca, ...place } = ADDRESS;
  expect(await login()).toEqual({ ...place, user: "owner", password: "p4ss:word", ssl: { ca } });
});

test.each([
  ["no JSON", "p4ss:word"],
  ["half of it", '{"username": "owner", "password": "p4ss:wo'],
  ["no password", '{"username": "owner", "secret": "p4ss:word"}'],
  ["an empty name", '{"username": "", "password": "p4ss:word"}'],
  ["a list", '["owner", "p4ss:word"]'],
])("a secret of the owner's that holds %s is an error without any of it", async (_, SecretString) => {
  answer({ SecretString });
  const error = await failureOf(login());
  expect(error).toBeInstanceOf(InvalidInput);
  expect(error.message).toContain(ARN);
  expect(error.hint).toContain("--manage-master-user-password");
  expect(everythingOf(error)).not.toContain("p4ss");
});
