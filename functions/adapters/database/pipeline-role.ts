import pg from "pg";

/** The role that the functions of all pipelines sign in as. Migrations create it and grant it each schema. */
export const PIPELINE_ROLE = "citypulse_pipeline";

/**
 * Lets the pipelines' role sign in, on RDS by IAM's token, and see the sessions of others, as whoever makes sure that
 * a removed row is seen by nobody must. What it may do with tables is granted by the migrations. Changes nothing if it
 * is done again.
 * @param connection of the schema's owner.
 */
export async function letPipelinesSignIn(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin");
    // PostgreSQL refuses two sessions that change the same role at once.
    await client.query("select pg_advisory_xact_lock(hashtext('citypulse pipeline role'))");
    await client.query(`alter role ${PIPELINE_ROLE} login`);
    await client.query(`grant rds_iam to ${PIPELINE_ROLE}`);
    await client.query(`grant pg_monitor to ${PIPELINE_ROLE}`);
    await client.query("commit");
  } finally {
    await client.end();
  }
}
