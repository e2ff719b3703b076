import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { asset } from "@pulumi/pulumi";
import { z } from "zod";
import { s3Store } from "../../../functions/adapters/s3-store.ts";
import type { Json, ObjectStore } from "../../../functions/ports.ts";
import { ACCOUNT } from "../stack/mock-outputs.ts";
import { type MockedStack, mockedStack } from "../stack/mocked-stack.ts";
import { type DeployedFunctions, deployFunctions, FunctionError, invoke } from "./deployed-function.ts";
import { type Moto, startMoto } from "./moto.ts";
import { type Rds, startRds } from "./rds.ts";
import { type AwsAnswer, type Recorder, startRecorder } from "./recorder.ts";

const REGION = "us-east-1";

/** The stack on this machine: its functions call moto and an embedded PostgreSQL, and every call is recorded. */
export interface Account {
  readonly stack: MockedStack;
  readonly functions: DeployedFunctions;
  readonly moto: Moto;
  readonly recorder: Recorder;
  readonly rds: Rds;
  /** The buckets, past the recorder. */
  readonly data: ObjectStore & { readonly bucket: string };
  readonly logs: ObjectStore;
  /** What the function of this name sees of the data bucket: calls through it are recorded as the function's. */
  storeOf(name: string): ObjectStore;
  /** Calls a function with the environment that the stack computes for it. */
  invoke(name: string, event: Json, milliseconds?: number): Promise<Json>;
  close(): Promise<void>;
}

const Role = z.object({ DATABASE_NAME: z.string(), DATABASE_USER: z.string() });

/** Starts all of it and makes in moto what the functions find: buckets with the stack's objects, secret, state machine. */
export async function startAccount(): Promise<Account> {
  const [stack, moto] = await Promise.all([mockedStack({}, REGION), startMoto(REGION)]);
  const functions = await deployFunctions(stack);
  const recorder: Recorder = await startRecorder({
    target: moto.endpoint,
    account: ACCOUNT,
    answer: (request) => {
      const name = /^\/2015-03-31\/functions\/citypulse-dev-([^/]+)\/invocations/.exec(request.url)?.[1];
      return name === undefined ? undefined : invoked(() => call(name, JSON.parse(request.body)));
    },
  });
  const { DATABASE_NAME, DATABASE_USER } = Role.parse(functions.find("publish").environment);
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
    };
    return invoke(found, { event, environment, milliseconds });
  }

  const s3 = new S3Client({ ...moto.settings, forcePathStyle: true });
  const bucket = (name: string): string => String(stack.find("aws:s3/bucket:Bucket", name).state.id);
  await makeBuckets(stack, s3);
  await makeSecret(moto, functions.find("prepare-database").environment.DATABASE_SECRET ?? "", rds);
  await makeStateMachine(moto, stack);
  return {
    stack,
    functions,
    moto,
    recorder,
    rds,
    data: { ...s3Store(s3, bucket("data")), bucket: bucket("data") },
    logs: s3Store(s3, bucket("logs")),
    storeOf(name) {
      const settings = { endpoint: recorder.endpoint, region: REGION, credentials: recorder.keyOf(name) };
      return s3Store(new S3Client({ ...settings, forcePathStyle: true }), bucket("data"));
    },
    invoke: call,
    async close() {
      await Promise.all([recorder.close(), moto.stop(), rds.stop(), functions.remove()]);
    },
  };
}

/** Lambda's answer to Invoke, for a function that failed too. */
async function invoked(work: () => Promise<Json>): Promise<AwsAnswer> {
  const json = (value: Json): Uint8Array => Buffer.from(JSON.stringify(value));
  try {
    return { status: 200, headers: {}, body: json(await work()) };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const body = json({ errorType: error.name, errorMessage: error.message });
    return { status: 200, headers: { "x-amz-function-error": "Unhandled" }, body };
  }
}

const Upload = z.object({ bucket: z.string(), key: z.string(), source: z.instanceof(asset.FileAsset) });

async function makeBuckets(stack: MockedStack, s3: S3Client): Promise<void> {
  for (const { state } of stack.ofType("aws:s3/bucket:Bucket"))
    await s3.send(new CreateBucketCommand({ Bucket: String(state.id) }));
  const { bucket, key, source } = Upload.parse(
    stack.find("aws:s3/bucketObjectv2:BucketObjectv2", "stations").inputs,
  );
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(await source.path) }));
}

/** As RDS writes it. */
async function makeSecret(moto: Moto, arn: string, { owner }: Rds): Promise<void> {
  const SecretString = JSON.stringify({ username: owner.username, password: owner.password });
  const Name = arn.split(":").at(-1) ?? "";
  await new SecretsManagerClient(moto.settings).send(new CreateSecretCommand({ Name, SecretString }));
}

async function makeStateMachine(moto: Moto, stack: MockedStack): Promise<void> {
  const { inputs } = stack.find("aws:sfn/stateMachine:StateMachine", "neighbourhood");
  const { name, definition, roleArn } = z
    .object({ name: z.string(), definition: z.string(), roleArn: z.string() })
    .parse(inputs);
  await new SFNClient(moto.settings).send(new CreateStateMachineCommand({ name, definition, roleArn }));
}
