import { expect, test } from "vitest";
import { migrate } from "../../../../functions/adapters/database/migrate.ts";
import { letPipelinesSignIn, PIPELINE_ROLE } from "../../../../functions/adapters/database/pipeline-role.ts";
import { testDatabases } from "../../../support/database.ts";

const newDatabase = testDatabases();

/** RDS has the role that is signed in to by tokens; roles are the server's, not the database's. */
const RDS_IAM = "do $$ begin create role rds_iam; exception when duplicate_object then null; end $$";

/** What the role may do with each table. */
const GRANTS = `
  select c.oid::regclass::text as table, string_agg(a.privilege_type, ' ' order by a.privilege_type) as may
  from pg_class c, aclexplode(c.relacl) a
  where a.grantee = $1::regrole and c.relkind in ('r', 'v')
  group by 1 order by 1`;

/** Every table and view that is not PostgreSQL's own and not the list of migrations. */
const TABLES = `
  select c.oid::regclass::text as table from pg_class c join pg_namespace n on n.oid = relnamespace
  where c.relkind in ('r', 'v') and nspname !~ '^(pg_|information_schema$|public$)' order by 1`;

test("the role reads and writes the rows of every table of every schema that a migration makes, and of no other", async () => {
  const { connection, database } = await newDatabase();
  await database.query(RDS_IAM);
  await migrate(connection);
  await letPipelinesSignIn(connection);
  const grants = await database.query<{ table: string; may: string }>(GRANTS, [PIPELINE_ROLE]);
  const tables = await database.query<{ table: string }>(TABLES);
  expect(tables.length).toBeGreaterThan(10);
  expect(grants).toEqual(tables.map(({ table }) => ({ table, may: "DELETE INSERT MAINTAIN SELECT UPDATE" })));
  const [role] = await database.query(
    `select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolpassword,
            pg_has_role($1, 'rds_iam', 'member') as by_token
     from pg_authid where rolname = $1`,
    [PIPELINE_ROLE],
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

test("a table that is added to a schema later is the role's to read and write as well", async () => {
  const { connection, database } = await newDatabase();
  await migrate(connection);
  await database.query("create schema more");
  await database.query("select citypulse.grant_to_pipelines('more')");
  await database.query("create table more.later (id serial)");
  const [grant] = await database.query<{ may: string }>(
    `select string_agg(a.privilege_type, ' ' order by a.privilege_type) as may
     from pg_class c, aclexplode(c.relacl) a
     where a.grantee = $1::regrole and c.oid = 'more.later'::regclass`,
    [PIPELINE_ROLE],
  );
  expect(grant).toEqual({ may: "DELETE INSERT MAINTAIN SELECT UPDATE" });
});

test("several who do it at once do not disturb each other, and doing it again changes nothing", async () => {
  const { connection, database } = await newDatabase();
  await database.query(RDS_IAM);
  await migrate(connection);
  await Promise.all(Array.from({ length: 4 }, () => letPipelinesSignIn(connection)));
  const before = await database.query(GRANTS, [PIPELINE_ROLE]);
  await letPipelinesSignIn(connection);
  expect(await database.query(GRANTS, [PIPELINE_ROLE])).toEqual(before);
});

test("several databases of one server are migrated at once, which share the role", async () => {
  const places = await Promise.all([newDatabase(), newDatabase(), newDatabase()]);
  await Promise.all(places.map(({ connection }) => migrate(connection)));
  for (const { database } of places)
    expect((await database.query(GRANTS, [PIPELINE_ROLE])).length).toBeGreaterThan(10);
});
