import type { Command } from "commander";

/** `citypulse sql`: its options and its help. */
export function declareSql(program: Command): void {
  program
    .command("sql")
    .description("ask the embedded database")
    .argument("<statement>", "one SQL statement")
    .option("--home <folder>", "where the database lies", ".citypulse")
    .option("--json", "print an array of row objects")
    .addHelpText(
      "after",
      `
Examples:
  citypulse sql "select * from london_schema.sentiment limit 5"
  citypulse sql "select station, count(*) from london_schema.sentiment group by station order by 2 desc"
  citypulse sql --json "select * from london_schema.data_lineage"`,
    )
    .action(async (statement, options) => (await import("../sql.ts")).sql(statement, options));
}
