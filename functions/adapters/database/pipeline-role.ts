import pg from "pg";

const SCHEMAS = ["citypulse", "london_schema", "schema_housing"];

/**
 * Makes the role that the pipeline's functions sign in as, where it is not there, and lets it read and write the rows
 * of the pipeline's tables: it owns nothing, so it can change no table and drop none. On RDS it signs in by IAM's token.
 * Does nothing more when it is done again.
 * @param connection of the schema's owner.
 * @param role a name of small letters, digits and underscores.
 */
export async function grantPipelineRole(connection: pg.ClientConfig, role: string): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  await client.connect();
  const name = pg.escapeIdentifier(role);
  try {
    await client.query("begin");
    // PostgreSQL refuses two who grant on the same table at once.
    await client.query("select pg_advisory_xact_lock(hashtext('citypulse pipeline role'))");
    const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
    if (rowCount === 0) await client.query(`create role ${name} login`);
    await client.query(`grant rds_iam to ${name}`);
    // Whoever makes sure that a removed row is seen by nobody must see the sessions of others.
    await client.query(`grant pg_monitor to ${name}`);
    for (const schema of SCHEMAS) {
      await client.query(`grant usage on schema ${schema} to ${name}`);
      // To maintain a table is to have it analysed and vacuumed.
      await client.query(
        `grant select, insert, update, delete, maintain on all tables in schema ${schema} to ${name}`,
      );
      await client.query(`grant usage on all sequences in schema ${schema} to ${name}`);
    }
    await client.query("commit");
  } finally {
    await client.end();
  }
}
