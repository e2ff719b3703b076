import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { s3Store } from "../../../functions/adapters/store/s3-store.ts";
import type { Json, ObjectStore } from "../../../functions/ports.ts";
import type { FakeWorld } from "../fake-x/world.ts";
import type { Answer } from "../serve.ts";
import { ACCOUNT } from "../stack/mock-outputs.ts";
import { type MockedStack, mockedStack } from "../stack/mocked-stack.ts";
import { makeBuckets, makeSecret, makeStateMachines } from "./account-resources.ts";
import { type DeployedFunctions, deployFunctions, FunctionError, invoke } from "./deployed-function.ts";
import { type Moto, startMoto } from "./moto.ts";
import { type Rds, startRds } from "./rds.ts";
import { type Recorder, startRecorder } from "./recorder.ts";
import { startX, type X } from "./x.ts";

const REGION = "us-east-1";

/** The stack on this machine: its functions call moto, an embedded PostgreSQL and X's stand-in; AWS's calls are recorded. */
export interface Account {
  readonly stack: MockedStack;
  readonly functions: DeployedFunctions;
  readonly moto: Moto;
  readonly recorder: Recorder;
  readonly rds: Rds;
  readonly x: X;
  /** The buckets, past the recorder. */
  readonly data: ObjectStore & { readonly bucket: string };
  readonly logs: ObjectStore;
  /** Calls a function with the environment that the stack computes for it. */
  invoke(name: string, event: Json, milliseconds?: number): Promise<Json>;
  close(): Promise<void>;
}

const Role = z.object({ DATABASE_NAME: z.string(), DATABASE_USER: z.string() });

/**
 * Starts all of it and makes in moto what the functions find: buckets with the stack's objects, secrets, state machines.
 * @param world the posts that X has.
 * @param keys the stack's configuration, as Pulumi gives it.
 */
export async function startAccount(
  world: FakeWorld,
  keys: Readonly<Record<string, unknown>> = {},
): Promise<Account> {
  const [stack, moto, x] = await Promise.all([mockedStack(keys, REGION), startMoto(REGION), startX(world)]);
  const functions = await deployFunctions(stack);
  const recorder: Recorder = await startRecorder({
    target: moto.endpoint,
    account: ACCOUNT,
    answer: (request) => {
      const name = /^\/2015-03-31\/functions\/citypulse-dev-([^/]+)\/invocations/.exec(request.url)?.[1];
      return name === undefined ? undefined : invoked(() => call(name, JSON.parse(request.body)));
    },
  });
  const { DATABASE_NAME, DATABASE_USER } = Role.parse(functions.find("neighbourhood-publish").environment);
  const instance = stack.find("aws:rds/instance:Instance", "database");
  const rds = await startRds({
    database: DATABASE_NAME,
    ownerName: String(instance.inputs.username),
    role: DATABASE_USER,
    region: REGION,
    roleArn: `arn:aws:rds-db:${REGION}:${ACCOUNT}:dbuser:${instance.state.resourceId}/${DATABASE_USER}`,
    recorder,
  });
  for (const { folder, environment } of functions.all)
    if ("DATABASE_HOST" in environment) await writeFile(join(folder, "rds-ca.pem"), rds.certificates.ca);

  function call(name: string, event: Json, milliseconds?: number): Promise<Json> {
    const found = functions.find(name);
    const { accessKeyId, secretAccessKey } = recorder.keyOf(name);
    const environment = {
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: recorder.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...("DATABASE_HOST" in found.environment
        ? { DATABASE_HOST: rds.host, DATABASE_PORT: String(rds.port) }
        : {}),
      ...("X_API_URL" in found.environment ? { X_API_URL: x.urlFor(name) } : {}),
    };
    return invoke(found, { event, environment, milliseconds });
  }

  const s3 = new S3Client({ ...moto.settings, forcePathStyle: true });
  const bucket = (name: string): string => String(stack.find("aws:s3/bucket:Bucket", name).state.id);
  await makeBuckets(stack, s3);
  // As RDS writes it.
  const owner = JSON.stringify({ username: rds.owner.username, password: rds.owner.password });
  await makeSecret(moto, functions.find("runs-prepare-database").environment.DATABASE_SECRET, owner);
  await makeSecret(moto, functions.find("neighbourhood-extract-posts").environment.X_TOKEN_SECRET, x.token);
  await makeStateMachines(moto, stack);
  return {
    stack,
    functions,
    moto,
    recorder,
    rds,
    x,
    data: { ...s3Store(s3, bucket("data")), bucket: bucket("data") },
    logs: s3Store(s3, bucket("logs")),
    invoke: call,
    async close() {
      await Promise.all([recorder.close(), moto.stop(), rds.stop(), x.close(), functions.remove()]);
    },
  };
}

/** Lambda's answer to Invoke, for a function that failed too. */
async function invoked(work: () => Promise<Json>): Promise<Answer> {
  const json = (value: Json): Uint8Array => Buffer.from(JSON.stringify(value));
  try {
    return { status: 200, headers: {}, body: json(await work()) };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const body = json({ errorType: error.name, errorMessage: error.message });
    return { status: 200, headers: { "x-amz-function-error": "Unhandled" }, body };
  }
}
