import type { Command } from "commander";

/** `citypulse sql`: its options and its help. */
export function declareSql(program: Command): void {
  program
    .command("sql")
    .description("run an SQL statement in the embedded database")
    .argument("<statement>", "one SQL statement")
    .option("--home <folder>", "the folder that holds the database", ".citypulse")
    .option("--json", "print an array of row objects")
    .addHelpText(
      "after",
      `
Examples:
  citypulse sql "select * from london_schema.sentiment limit 5"
  citypulse sql "select station, count(*) from london_schema.sentiment group by 1"
  citypulse sql --json "select * from london_schema.data_lineage"`,
    )
    .action(async (statement, options) => (await import("../sql.ts")).sql(statement, options));
}
