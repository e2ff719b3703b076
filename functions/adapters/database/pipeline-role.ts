import pg from "pg";

/** The role that the functions of all pipelines sign in as. Migrations create it and grant it each schema. */
export const PIPELINE_ROLE = "citypulse_pipeline";

/**
 * Lets the pipelines' role sign in, on RDS with an IAM token, and see other sessions, which it needs to check that no
 * session can see a removed row. The migrations grant its rights on tables. A second call changes nothing.
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
