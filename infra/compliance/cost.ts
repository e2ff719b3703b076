import prices from "../../functions/prices.json" with { type: "json" };
import { COMPLIANCE_FUNCTIONS } from "../../state-machines/compliance/resources.ts";
import { complianceStateMachine } from "../../state-machines/compliance.ts";
import { functionArns } from "../../state-machines/functions.ts";
import { LOOKS_PER_CHECK } from "../settings/cost/assumptions.ts";
import {
  type PricedRow,
  type PricedStack,
  priced,
  rowsOf,
  smallFunctionRows,
} from "../settings/cost/cost-row.ts";
import { countWork } from "../settings/cost/walk-states.ts";
import { runsPerMonth } from "../settings/schedule-rate.ts";

const { dollars } = prices;

/** What the compliance check costs in a month in which X names no post; it has one list of ids. */
export function complianceCost({ configuration: { compliance } }: PricedStack): PricedRow[] {
  const checks = runsPerMonth(compliance.expression);
  const { states, functions } = workOfCheck();
  const row = rowsOf("daily check", "month");
  return [
    row("EventBridge Scheduler", checks, "invocations", dollars.schedulerInvocation),
    row("Step Functions", checks * states, "transitions", dollars.stepFunctionsTransition),
    ...smallFunctionRows(row, { invocations: checks * functions, traces: checks }),
  ].map((one) => priced(one, checks));
}

/** The states of a check and the functions among them, counted in its definition. */
const workOfCheck = () =>
  countWork(
    complianceStateMachine({
      functions: functionArns([...COMPLIANCE_FUNCTIONS, "prepareDatabase"], (name) => name),
      failureTopic: "alerts",
    }),
    {
      JobAnswered: [...Array(LOOKS_PER_CHECK - 1).fill("WaitForJob"), "PrepareRemoval"],
      RemovalPrepared: ["PurgeVersions"],
      PurgeMore: ["CloseCheck"],
    },
  );
