import type { RecordedCall } from "./recorder.ts";

/** What differs from run to run, and what stands for it. */
const GENERAL: readonly (readonly [RegExp, string])[] = [
  [/run=[^/]+/g, "run=RUN"],
  [/station=[^/]+/g, "station=STATION"],
  [/check=[^/]+/g, "check=CHECK"],
  [/(compliance\/checks\/)[^/]+(\.json)$/g, "$1CHECK$2"],
  [/(\/runs\/)[^/]+(\.json\.gz)$/g, "$1RUN$2"],
  [/\b\d{5}\b/g, "00000"],
  [/\bj-[A-Z0-9]+/g, "j-CLUSTER"],
  [/\bs-[A-Z0-9]+/g, "s-STEP"],
  [/(:execution:[^:]+:).+/g, "$1EXECUTION"],
];

/** The calls as JSON, each once, in order, with what is the run's alone made general. */
export function recordedCalls(calls: readonly RecordedCall[]): string {
  const lines = calls.map(({ function: name, action, resource }) => {
    const general = GENERAL.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), resource);
    return JSON.stringify({ function: name, action, resource: general });
  });
  return `[\n  ${[...new Set(lines)].sort().join(",\n  ")}\n]\n`;
}

/** The calls by the functions of one pipeline, and those about its executions. */
export const callsOfPipeline = (calls: readonly RecordedCall[], pipeline: string): RecordedCall[] =>
  calls.filter(
    ({ function: name, resource }) =>
      name.startsWith(`${pipeline}-`) || resource.includes(`-dev-${pipeline}:`),
  );
