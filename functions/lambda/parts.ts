import { readFileSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import type pg from "pg";
import { readSecret } from "../adapters/aws/secrets.ts";
import { type DatabaseAddress, iamLogin } from "../adapters/database/database-login.ts";
import { postgresDatabase } from "../adapters/database/postgres.ts";
import { s3Store } from "../adapters/store/s3-store.ts";
import type { ConditionalStore, Database, Progress } from "../ports.ts";

/** The bucket as the handlers' object store. */
export const bucketStore = (bucket: string): ConditionalStore => s3Store(new S3Client({}), bucket);

/** X's token, read once in an invocation and only when it is asked for. */
export function xToken(secretArn: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  return () => {
    token ??= readSecret(secretArn, "the token of X");
    return token;
  };
}

/** A Lambda shows no progress: its answer says what it did. */
export const silent: Progress = () => {};

interface DatabaseEnvironment {
  readonly AWS_REGION: string;
  readonly DATABASE_HOST: string;
  readonly DATABASE_PORT: number;
  readonly DATABASE_NAME: string;
}

/** Where the database is. The certificates lie beside the bundle. */
export const databaseAddress = (environment: DatabaseEnvironment): DatabaseAddress => ({
  host: environment.DATABASE_HOST,
  port: environment.DATABASE_PORT,
  database: environment.DATABASE_NAME,
  ca: readFileSync(new URL("rds-ca.pem", import.meta.url), "utf8"),
});

/**
 * Does `work` with the database, as the pipeline's role, and closes it: Lambda freezes a function between two
 * invocations, and a connection does not live through it.
 */
export async function withDatabase<Result>(
  environment: DatabaseEnvironment & { readonly DATABASE_USER: string },
  work: (database: Database) => Promise<Result>,
  settings: Pick<pg.PoolConfig, "options"> = {},
): Promise<Result> {
  const { DATABASE_USER, AWS_REGION } = environment;
  const login = iamLogin(databaseAddress(environment), DATABASE_USER, AWS_REGION);
  const database = postgresDatabase({ ...login, ...settings });
  return await work(database).finally(() => database.close());
}
