import { PipelineError } from "../../functions/errors.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { aboutMoney, elapsed, money, number } from "../terminal/format.ts";
import type { Cost } from "./cost.ts";
import { PRICES } from "./cost.ts";
import { type RunOutcome, runOf, runOutcome } from "./executed-run.ts";
import { consoleLink, type StackExecution } from "./executions.ts";
import type { Watched } from "./watch.ts";

/** What is known of an execution before its history is read. */
export type WatchedExecution = Pick<StackExecution, "arn" | "name" | "input" | "startedAt">;

/** What `citypulse watch --json` prints. */
export interface WatchReport extends RunOutcome {
  readonly pipeline: string;
  readonly runId: string | null;
  readonly execution: string;
  readonly console: string;
  readonly elapsedMs: number;
  readonly cluster: string | null;
  readonly states: readonly {
    readonly state: string;
    readonly outcome: string;
    readonly elapsedMs: number;
  }[];
  readonly cost: Cost & { readonly prices: string };
}

/** @param now milliseconds since 1970, for an execution that is still running. */
export function watchReport(
  pipeline: PipelineExecutions,
  execution: WatchedExecution,
  { view, cost }: Watched,
  now: number,
): WatchReport {
  const since = view.startedAt ?? execution.startedAt.getTime();
  const outcome = runOutcome(view);
  return {
    pipeline: pipeline.name,
    runId: view.run?.runId ?? runOf(pipeline, execution)?.runId ?? null,
    ...outcome,
    execution: execution.arn,
    console: consoleLink(execution.arn),
    elapsedMs: (view.endedAt ?? now) - since,
    cluster: view.clusterId,
    states: view.rows.map(({ state, outcome, since, until }) => ({
      ...{ state, outcome },
      elapsedMs: (until ?? now) - since,
    })),
    cost: { ...cost, prices: `list prices of ${PRICES.region}, ${PRICES.asOf}` },
  };
}

/** What people read about an execution that ended well. @param came the lines about its output. */
export function tellEnd(
  { runId, status, elapsedMs, execution, console, cost }: WatchReport,
  came: readonly string[],
): string {
  const title =
    status === "already-running"
      ? `Run ${runId} did not start: another run was active, and only one can be active at a time.`
      : `Run ${runId} ${status === "empty" ? "is empty: it found nothing that it could use" : status} (${elapsed(elapsedMs)}).`;
  return [
    "",
    title,
    "",
    ...came,
    ...costLines(cost),
    `Execution  ${execution}`,
    `Console    ${console}`,
    "",
  ].join("\n");
}

/** The cost with its parts and with what is not counted: a sum says little without these. */
export function costLines({ dollars, parts, notCounted, prices }: WatchReport["cost"]): string[] {
  const held = parts.map(
    ({ part, quantity, unit, dollars }) => `${part} ${money(dollars)} (${amount(quantity)} ${unit})`,
  );
  return [
    `Cost       ${aboutMoney(dollars)} by ${prices}: ${held.join(", ")}`,
    ...notCounted.map((what) => `           without ${what}`),
  ];
}

const amount = (quantity: number): string =>
  Number.isInteger(quantity) ? number(quantity) : quantity.toFixed(2);

/** The error of an execution that failed. @param again the command that starts the run again. */
export function endError({ runId, error, states, console }: WatchReport, again: string): PipelineError {
  const failed = states.find(({ outcome }) => outcome === "failed")?.state;
  const place = failed === undefined ? "" : ` in ${failed}`;
  // The same input would fail again.
  const repeat =
    error?.name === "InvalidInput"
      ? ""
      : `\n       Start it again with \`${again}\`: stored results are not computed again.`;
  return new PipelineError(`Run ${runId} failed with ${error?.name}${place}: ${error?.message}`, {
    hint: `Its history: ${console}${repeat}`,
  });
}
