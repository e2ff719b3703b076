import prices from "../../../functions/prices.json" with { type: "json" };
import { SMALL_FUNCTION_MB } from "../function-memory.ts";
import { LOG_BYTES_PER_INVOCATION, START_SECONDS } from "./assumptions.ts";
import type { CostRow, rowsOf } from "./cost-row.ts";
import { GIGABYTE } from "./priced-stack.ts";

const { dollars } = prices;

/** What so many invocations of small functions cost, which do little but start, with the traces of what called them. */
export function smallFunctionRows(
  row: ReturnType<typeof rowsOf>,
  { invocations, traces }: { readonly invocations: number; readonly traces: number },
): CostRow[] {
  const gigabyteSeconds = (invocations * START_SECONDS * SMALL_FUNCTION_MB) / 1024;
  const logs = (invocations * LOG_BYTES_PER_INVOCATION) / GIGABYTE;
  return [
    row("Lambda", gigabyteSeconds, "GB-s", dollars.lambdaArmGigabyteSecond),
    row("Lambda", invocations, "requests", dollars.lambdaRequest),
    row("X-Ray", traces, "traces", dollars.xrayTrace),
    row("CloudWatch Logs", logs, "GB", dollars.logsIngestedGigabyte),
  ];
}
