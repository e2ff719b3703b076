import type { Json } from "../../../functions/ports.ts";
import type { ExecutionState } from "../../../functions/runs/ports.ts";
import { between, type World } from "./chance.ts";
import type { FakeExecution } from "./fake-step-functions.ts";

const DAY = 24 * 3600;

/** The rule: an execution that ended badly invokes the clean-up, most often once and at once. */
export function deliver(
  world: World,
  { arn, name }: FakeExecution,
  { status, error, cause }: ExecutionState,
  invoke: (event: Json) => Promise<void>,
): void {
  if (status === "RUNNING" || status === "SUCCEEDED") return;
  const event = {
    version: "0",
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    detail: {
      executionArn: arn,
      name,
      status,
      stopDate: world.time.now() * 1000,
      error: error ?? null,
      cause: cause ?? null,
    },
  };
  const { random, time } = world;
  // Lost, once, or twice.
  for (let copies = random.weighted([25, 60, 15]); copies > 0; copies--) {
    const isLate = random.chance(0.15);
    time.after(isLate ? between(world, 0, 3 * DAY) : between(world, 0.3, 5), () => invoke(event));
  }
}
