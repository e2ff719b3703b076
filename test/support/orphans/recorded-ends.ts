import { migrate } from "../../../functions/adapters/database/migrate.ts";
import type { TestDatabase } from "../database.ts";
import { type FakeExecution, stateOf } from "./fake-step-functions.ts";

/** Brings the schema there, and keeps a list of every end that is written into a run's row. */
export async function watchEnds({ connection, database }: TestDatabase): Promise<void> {
  await migrate(connection);
  await database.query("create table ends (execution text, status text)");
  await database.query(
    `create function note_end() returns trigger language plpgsql as
     'begin insert into ends values (new.execution, new.status); return null; end'`,
  );
  await database.query(
    `create trigger note_end after update on citypulse.runs for each row
     when (new.status <> 'running' and (old.status, old.error_name) is distinct from (new.status, new.error_name))
     execute function note_end()`,
  );
}

/** What is wrong with the recorded ends of these executions, a sentence for each. */
export async function wrongEnds(
  { database }: TestDatabase,
  executions: Iterable<FakeExecution>,
): Promise<string[]> {
  const rows = await database.query<{ execution: string; status: string; ends: string[] }>(
    `select execution, status,
            array(select ends.status from ends where ends.execution = runs.execution) as ends
     from citypulse.runs`,
  );
  const runs = new Map(rows.map((row) => [row.execution, row]));
  return [...executions].flatMap((execution) => {
    const { status } = stateOf(execution);
    const run = runs.get(execution.arn);
    const ended = `${execution.name} is ${status}`;
    if (status === "RUNNING") return [`${ended} at the end`];
    // It ended before it opened its run: its history is its record.
    if (run === undefined) return status === "SUCCEEDED" ? [`${ended} and has no run`] : [];
    if (run.status === "running") return [`${ended}, and its run counts as running`];
    if (status === "SUCCEEDED" && run.status !== "succeeded") return [`${ended}, and its run ${run.status}`];
    // A function that was at work when its execution was stopped still closes the run; a redriven one ends again.
    const mayEndAgain = execution.redrives > 0 || execution.position.state === "CloseRun";
    return run.ends.length === 1 || mayEndAgain ? [] : [`${ended}, and its run ended as ${run.ends}`];
  });
}
