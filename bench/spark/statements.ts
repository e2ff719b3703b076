/** A statement of a job's SQL and its time in seconds. */
export interface StatementTime {
  readonly statement: string;
  readonly seconds: number;
}

/**
 * Reads the time of each statement of a file from the stderr of spark-sql. Throws if the number of times is not the
 * number of statements.
 */
export function statementTimes(sql: string, stderr: string): StatementTime[] {
  const code = sql
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("--"))
    .join("\n");
  const statements = code
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  const times = Array.from(stderr.matchAll(/^Time taken: ([\d.]+) seconds/gm), ([, seconds]) =>
    Number(seconds),
  );
  if (times.length !== statements.length)
    throw new Error(`spark-sql printed ${times.length} times for a file of ${statements.length} statements.`);
  return statements.map((statement, index) => ({ statement, seconds: times[index] ?? 0 }));
}

/** A part of a job, recognised by how its statements begin or by what they write. */
export interface JobPart {
  readonly name: string;
  readonly isPart: RegExp;
}

/** Adds up the seconds of each part, in the given order. `rest` is the time of all other statements. */
export function partTimes(
  times: readonly StatementTime[],
  parts: readonly JobPart[],
): { readonly parts: readonly { readonly name: string; readonly seconds: number }[]; readonly rest: number } {
  const sum = (some: readonly StatementTime[]): number => some.reduce((all, { seconds }) => all + seconds, 0);
  const found = parts.map(({ name, isPart }) => {
    const own = times.filter(({ statement }) => isPart.test(statement));
    if (own.length === 0) throw new Error(`No statement of the job is "${name}".`);
    return { name, seconds: sum(own) };
  });
  return { parts: found, rest: sum(times) - found.reduce((all, { seconds }) => all + seconds, 0) };
}
