import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../../../local/postgres/server.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { startDatabaseGate } from "./database-gate.ts";
import { signerOf } from "./iam-token.ts";
import type { Recorder } from "./recorder.ts";

/** PostgreSQL as RDS has it: TLS alone, an owner who is no superuser, and a role that signs in by IAM's tokens. */
export interface Rds {
  /** The name that the certificate is for. */
  readonly host: "localhost";
  readonly port: number;
  readonly certificates: Certificates;
  readonly owner: { readonly username: string; readonly password: string };
  /** The superuser's connection, which passes by the gate: for what a test looks at. */
  readonly superuser: pg.ClientConfig;
  stop(): Promise<void>;
}

export interface RdsOptions {
  readonly database: string;
  readonly ownerName: string;
  readonly role: string;
  readonly region: string;
  /** The ARN that `rds-db:connect` is asked about. */
  readonly roleArn: string;
  /** Knows the functions' access keys, and is told of each connection. */
  readonly recorder: Recorder;
}

const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Starts an embedded PostgreSQL with the users that RDS makes, behind the gate that RDS has. */
export async function startRds(options: RdsOptions): Promise<Rds> {
  // By this name test/support/database.ts finds what a killed test has left.
  const home = await mkdtemp(join(tmpdir(), `citypulse-database-${process.pid}-`));
  const [access, certificates] = await Promise.all([writeAccessFile(home, options.role), makeCertificates()]);
  const server = await startPostgres(home, { settings: { ...SETTINGS, hba_file: access } });
  const owner = { username: options.ownerName, password: randomBytes(12).toString("base64url") };
  await makeOwner(server.connection, owner, options.database);
  const { role: user, region, recorder } = options;
  const gate = await startDatabaseGate({
    certificates,
    server: server.connection.port,
    tokenUser: user,
    accepts(token, port) {
      const address = `localhost:${port}`;
      const demands = { address, user, region, now: new Date(), ownerOf: recorder.ownerOf };
      const signer = signerOf(token, demands);
      if (signer === undefined) return false;
      recorder.note({ function: signer, action: "rds-db:connect", resource: options.roleArn });
      return true;
    },
  });
  return {
    host: "localhost",
    port: gate.port,
    certificates,
    owner,
    superuser: { ...server.connection, database: options.database },
    async stop() {
      await gate.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The role's tokens have been checked where the server sees it; in the home, since the server's user reads the file. */
async function writeAccessFile(home: string, role: string): Promise<string> {
  const folder = join(home, "postgres");
  await mkdir(folder, { mode: 0o700 });
  const file = join(folder, "access.conf");
  await writeFile(file, `host all ${role} 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n`);
  return file;
}

/** RDS' own users: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html */
async function makeOwner(superuser: pg.ClientConfig, owner: Rds["owner"], database: string): Promise<void> {
  const client = new pg.Client(superuser);
  await client.connect();
  const name = pg.escapeIdentifier(owner.username);
  const password = pg.escapeLiteral(owner.password);
  try {
    await client.query("create role rds_iam nologin");
    await client.query("create role rds_superuser nologin");
    await client.query("grant pg_monitor, pg_signal_backend to rds_superuser with admin option");
    await client.query(`create role ${name} login createdb createrole password ${password}`);
    await client.query(`grant rds_superuser to ${name}`);
    await client.query(`grant rds_iam to ${name} with admin option, inherit false`);
    await client.query(`alter database ${pg.escapeIdentifier(database)} owner to ${name}`);
  } finally {
    await client.end();
  }
}

/** Rows of the database, past everything that a function must pass. */
export async function queryRows(
  { superuser }: Rds,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
