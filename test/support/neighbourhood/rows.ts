import type { Queries } from "../../../functions/ports.ts";

/** Every row of every table of ours as JSON, in an order that does not depend on how they were written. */
export async function readTables(database: Queries): Promise<Record<string, string[]>> {
  const tables = await database.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('citypulse', 'london_schema', 'schema_housing', 'public') order by 1`,
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await database.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t order by 1`,
    );
    rows[name] = found.map(({ row }) => row);
  }
  return rows;
}

/** The same without `citypulse.runs`, where alone it stands when a run really started and ended. */
export async function readResults(database: Queries): Promise<Record<string, string[]>> {
  const { "citypulse.runs": _, ...results } = await readTables(database);
  return results;
}

/** What others see of the runs: how many rows of each view, by which version of the code. */
export const readVisible = async (database: Queries): Promise<unknown[]> =>
  database.query(`
    select 'posts' as what, run_id, code_version, count(*) from london_schema.sentiment group by 2, 3
    union all
    select 'topics', run_id, '', count(*) from london_schema.topics group by 2
    union all
    select 'lineage', run_id, code_version, count(*) from london_schema.data_lineage group by 2, 3
    order by 1, 2, 3`);
