/** A statement of a job's SQL, and how long it took, in seconds. */
export interface StatementTime {
  readonly statement: string;
  readonly seconds: number;
}

/**
 * What spark-sql said on stderr of each statement of a file. Throws where it did not say as many times as the file has
 * statements.
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
    throw new Error(`spark-sql told ${times.length} times of a file of ${statements.length} statements.`);
  return statements.map((statement, index) => ({ statement, seconds: times[index] ?? 0 }));
}

/** A part of a job, told by what its statements begin with or write into. */
export interface JobPart {
  readonly name: string;
  readonly isPart: RegExp;
}

/** The seconds of each part, in the order in which they are given; what belongs to none is `rest`. */
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
