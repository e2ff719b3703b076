import { expect, test } from "vitest";
import { migrate } from "../../../../functions/adapters/database/migrate.ts";
import { grantPipelineRole } from "../../../../functions/adapters/database/pipeline-role.ts";
import { testDatabases } from "../../../support/database.ts";

const newDatabase = testDatabases();

/** RDS has the role that is signed in to by tokens; roles are the server's, not the database's. */
const RDS_IAM = "do $$ begin create role rds_iam; exception when duplicate_object then null; end $$";

/** What the role may do with each table, and whether it may sign in. */
const GRANTS = `
  select c.oid::regclass::text as table, string_agg(a.privilege_type, ' ' order by a.privilege_type) as may
  from pg_class c, aclexplode(c.relacl) a
  where a.grantee = $1::regrole and c.relkind = 'r'
  group by 1 order by 1`;

test("the role reads and writes the rows of every table of the pipeline's schemas, and of no other", async () => {
  const { connection, database } = await newDatabase();
  await database.query(RDS_IAM);
  await migrate(connection);
  await grantPipelineRole(connection, "pipeline_one");
  const grants = await database.query<{ table: string; may: string }>(GRANTS, ["pipeline_one"]);
  const tables = await database.query<{ table: string }>(
    `select c.oid::regclass::text as table from pg_class c join pg_namespace n on n.oid = relnamespace
     where c.relkind = 'r' and nspname in ('citypulse', 'london_schema', 'schema_housing') order by 1`,
  );
  expect(tables.length).toBeGreaterThan(5);
  expect(grants).toEqual(tables.map(({ table }) => ({ table, may: "DELETE INSERT MAINTAIN SELECT UPDATE" })));
  const [role] = await database.query(
    `select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolpassword,
            pg_has_role($1, 'rds_iam', 'member') as by_token
     from pg_authid where rolname = $1`,
    ["pipeline_one"],
  );
  expect(role).toEqual({
    rolcanlogin: true,
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolpassword: null,
    by_token: true,
  });
});

test("several who grant at once do not disturb each other, and doing it again changes nothing", async () => {
  const { connection, database } = await newDatabase();
  await database.query(RDS_IAM);
  await migrate(connection);
  await Promise.all(Array.from({ length: 4 }, () => grantPipelineRole(connection, "pipeline_two")));
  const before = await database.query(GRANTS, ["pipeline_two"]);
  await grantPipelineRole(connection, "pipeline_two");
  expect(await database.query(GRANTS, ["pipeline_two"])).toEqual(before);
});

test("where one grant fails, none is made", async () => {
  const { connection, database } = await newDatabase();
  await database.query(RDS_IAM);
  await database.query("create schema citypulse");
  await expect(grantPipelineRole(connection, "pipeline_three")).rejects.toThrow(
    'schema "london_schema" does not exist',
  );
  expect(await database.query("select from pg_roles where rolname = 'pipeline_three'")).toEqual([]);
});
