import { join } from "node:path";
import type * as aws from "@pulumi/aws";
import { asset } from "@pulumi/pulumi";
import type { PlacedSettings } from "../config.ts";
import type { Alerts } from "./alerts.ts";
import { ROOT, rdsCertificates, textAsset } from "./bundle.ts";
import type { Clusters } from "./clusters.ts";
import type { Database } from "./database.ts";
import type { Network } from "./network.ts";
import { loginStatement } from "./permissions/data.ts";
import type { Storage } from "./storage.ts";

/** What the pipeline stands on. */
export interface Platform {
  readonly settings: PlacedSettings;
  readonly storage: Storage;
  readonly network: Network;
  readonly database: Database;
  readonly clusters: Clusters;
  readonly alerts: Alerts;
  /** The secret with X's token, whose value is set outside of Pulumi. */
  readonly xToken: aws.secretsmanager.Secret;
  /** The code of each function, by its name. */
  readonly code: ReadonlyMap<string, string>;
  /** What is written beside every row. */
  readonly codeVersion: string;
}

/** What a function that reaches the database finds in its environment. */
export const databaseEnvironment = ({ database }: Platform) => ({
  DATABASE_HOST: database.instance.address,
  DATABASE_PORT: String(database.port),
  DATABASE_NAME: database.name,
});

/** How a function signs in to the database as the role of all pipelines: its environment, and the statement that permits it. */
export const roleLogin = (platform: Platform) => {
  const { settings, database } = platform;
  return {
    environment: { ...databaseEnvironment(platform), DATABASE_USER: database.role },
    statement: loginStatement(database.role, { ...settings, instance: database.instance }),
  };
};

/** What a function that asks X finds in its environment. */
export const xEnvironment = ({ xToken }: Platform) => ({
  X_TOKEN_SECRET: xToken.arn,
  X_API_URL: "https://api.x.com",
});

/** The files beside the code of a function that reaches the database. */
export const databaseFiles = ({ settings }: Platform): asset.AssetMap => ({
  "rds-ca.pem": textAsset(rdsCertificates(settings.region)),
});

/** The code of the analysis' threads, beside that of the function that opens them. */
export const threadFiles = ({ code }: Platform): asset.AssetMap => ({
  "analysis-worker.mjs": textAsset(codeOf(code, "analysis-worker")),
});

/** The code that was bundled under the name. Throws a RangeError where there is none. */
export function codeOf(code: Platform["code"], name: string): string {
  const found = code.get(name);
  if (found === undefined)
    throw new RangeError(`No code was bundled for ${name}: its pipeline must be in infra/pipelines.ts.`);
  return found;
}

/** The migrations of the schema, beside the code of the function that makes them. */
export const migrationFiles = (): asset.AssetMap => ({
  migrations: new asset.FileArchive(join(ROOT, "functions/migrations")),
});
