import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DatabaseAddress, iamLogin } from "../../functions/adapters/database/database-login.ts";
import { migrate } from "../../functions/adapters/database/migrate.ts";
import { letPipelinesSignIn } from "../../functions/adapters/database/pipeline-role.ts";
import { INSTALL_MS } from "../support/aws/moto.ts";
import { type Rds, startRds } from "../support/aws/rds.ts";
import { type Recorder, startRecorder } from "../support/aws/recorder.ts";

const ROLE = "citypulse_pipeline";
const REGION = "us-east-1";
const ROLE_ARN = "arn:aws:rds-db:us-east-1:123456789012:dbuser:db-0000/citypulse_pipeline";

let recorder: Recorder;
let rds: Rds;
let address: DatabaseAddress;
let owner: pg.ClientConfig;

beforeAll(async () => {
  recorder = await startRecorder({ target: "http://127.0.0.1:9", account: "123456789012" });
  const ofRole = { role: ROLE, region: REGION, roleArn: ROLE_ARN };
  rds = await startRds({ database: "citypulse", ownerName: "citypulse_owner", recorder, ...ofRole });
  address = { host: rds.host, port: rds.port, database: "citypulse", ca: rds.certificates.ca };
  const { host, port, database } = address;
  const { username: user, password } = rds.owner;
  owner = { host, port, database, user, password, ssl: { ca: rds.certificates.ca } };
  await migrate(owner);
  await letPipelinesSignIn(owner);
  signAs("publish");
}, INSTALL_MS);
afterAll(async () => {
  await rds?.stop();
  await recorder?.close();
});

/** The signer takes its keys from where Lambda puts them. */
function signAs(name: string): void {
  const { accessKeyId, secretAccessKey } = recorder.keyOf(name);
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
}

async function query(settings: pg.ClientConfig | pg.PoolConfig, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const asRole = (region = REGION, user = ROLE) => iamLogin(address, user, region);

test("a function signs in as the pipeline's role with a token that it signs itself", async () => {
  expect(await query(asRole(), "select current_user::text as role")).toEqual([{ role: ROLE }]);
  expect(recorder.calls).toContainEqual({
    function: "publish",
    action: "rds-db:connect",
    resource: ROLE_ARN,
  });
});

test("the owner signs in with the password of the secret", async () => {
  expect(await query(owner, "select current_user::text as role")).toEqual([{ role: "citypulse_owner" }]);
});

test("a token of another region, for another server or of nobody known is refused", async () => {
  await expect(query(asRole("eu-west-2"), "select 1")).rejects.toThrow("authentication failed");
  const elsewhere = iamLogin({ ...address, host: "127.0.0.1" }, ROLE, REGION).password;
  await expect(query({ ...asRole(), password: elsewhere }, "select 1")).rejects.toThrow(
    "authentication failed",
  );
  process.env.AWS_SECRET_ACCESS_KEY = "another";
  await expect(query(asRole(), "select 1")).rejects.toThrow("authentication failed");
  signAs("publish");
});

test("nothing is sent to a server without TLS, nor to one whose certificate another authority has signed", async () => {
  await expect(query({ ...asRole(), ssl: false }, "select 1")).rejects.toThrow("no encryption");
  const untrusted = iamLogin({ ...address, ca: rds.certificates.otherCa }, ROLE, REGION);
  await expect(query(untrusted, "select 1")).rejects.toThrow(/unable to verify|self-signed|local issuer/);
  const misnamed = iamLogin({ ...address, host: "127.0.0.1" }, ROLE, REGION);
  await expect(query(misnamed, "select 1")).rejects.toThrow("does not match certificate's altnames");
});

test.for([
  ["drop table citypulse.runs", "must be owner"],
  ["alter table citypulse.runs add column more text", "must be owner"],
  ["create table citypulse.more (id integer)", "permission denied for schema citypulse"],
  ["create table public.more (id integer)", "permission denied for schema public"],
  ["create role more", "permission denied to create role"],
  ["truncate citypulse.runs", "permission denied for table runs"],
  ["update public.migrations set name = 'none'", "permission denied for table migrations"],
] as const)("the pipeline's role changes rows alone: it may not %s", async ([statement, refusal]) => {
  await expect(query(asRole(), statement)).rejects.toThrow(refusal);
});

test("the role signs in again without any change, and reads what a later migration adds", async () => {
  await query(owner, "create table if not exists citypulse.later (id integer)");
  await letPipelinesSignIn(owner);
  expect(await query(asRole(), "select * from citypulse.later")).toEqual([]);
});
