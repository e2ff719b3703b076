import type { SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { Signer } from "@aws-sdk/rds-signer";
import type pg from "pg";
import { z } from "zod";
import { parseJson } from "../../../analysis/json.ts";
import { InvalidInput } from "../../errors.ts";
import { readSecret } from "../aws/secrets.ts";

/** Where the database is, and how one knows that it is that one. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** The certificates of those who may have signed the server's, as PEM. */
  readonly ca: string;
}

const Owner = z.object({ username: z.string().min(1), password: z.string().min(1) });

/**
 * Settings to sign in with IAM's token in the place of a password: it is signed here, without asking anybody, and
 * lasts 15 minutes, so a new one is made for each connection.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function iamLogin(address: DatabaseAddress, user: string, region: string): pg.PoolConfig {
  const { host: hostname, port } = address;
  const signer = new Signer({ hostname, port, username: user, region });
  return { ...encrypted(address), user, password: () => signer.getAuthToken() };
}

/** Settings to sign in as the database's owner, whose password RDS keeps, and changes, in a secret. Throws InvalidInput. */
export async function ownerLogin(
  address: DatabaseAddress,
  secretArn: string,
  settings: SecretsManagerClientConfig = {},
): Promise<pg.ClientConfig> {
  const secret = await readSecret(secretArn, "the database's owner", settings);
  const owner = Owner.safeParse(parseJson(secret));
  if (!owner.success)
    throw new InvalidInput(
      `The secret ${secretArn} is not what RDS writes: a JSON object with a username and a password.`,
      {
        hint: "Have RDS manage the database's password again: aws rds modify-db-instance --manage-master-user-password",
      },
    );
  return { ...encrypted(address), user: owner.data.username, password: owner.data.password };
}

/** Without the right certificate and name nothing is sent, a password least of all. */
const encrypted = ({ host, port, database, ca }: DatabaseAddress) => ({
  host,
  port,
  database,
  ssl: { ca },
});
