import { readFile } from "node:fs/promises";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { asset } from "@pulumi/pulumi";
import { z } from "zod";
import type { MockedStack } from "../stack/mocked-stack.ts";
import type { Moto } from "./moto.ts";

const Upload = z.object({ bucket: z.string(), key: z.string(), source: z.instanceof(asset.FileAsset) });

const Versioning = z.object({
  bucket: z.string(),
  versioningConfiguration: z.object({ status: z.literal("Enabled") }),
});

/** The stack's buckets in moto, with versions where it wants them, and its stations file. */
export async function makeBuckets(stack: MockedStack, s3: S3Client): Promise<void> {
  for (const { state } of stack.ofType("aws:s3/bucket:Bucket"))
    await s3.send(new CreateBucketCommand({ Bucket: String(state.id) }));
  for (const { inputs } of stack.ofType("aws:s3/bucketVersioning:BucketVersioning")) {
    const { bucket, versioningConfiguration } = Versioning.parse(inputs);
    const VersioningConfiguration = { Status: versioningConfiguration.status };
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  const { bucket, key, source } = Upload.parse(
    stack.find("aws:s3/bucketObjectv2:BucketObjectv2", "stations").inputs,
  );
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(await source.path) }));
}

/** A secret with this value, of which the functions know the ARN. */
export async function makeSecret(moto: Moto, arn: string | undefined, SecretString: string): Promise<void> {
  const Name = arn?.split(":").at(-1) ?? "";
  await new SecretsManagerClient(moto.settings).send(new CreateSecretCommand({ Name, SecretString }));
}

const Machine = z.object({ name: z.string(), definition: z.string(), roleArn: z.string() });

/** The stack's state machines in moto, which knows of their executions and runs none. */
export async function makeStateMachines(moto: Moto, stack: MockedStack): Promise<void> {
  const client = new SFNClient(moto.settings);
  for (const { inputs } of stack.ofType("aws:sfn/stateMachine:StateMachine"))
    await client.send(new CreateStateMachineCommand(Machine.parse(inputs)));
}
