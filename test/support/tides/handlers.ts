import { z } from "zod";
import type { Clock, Database } from "../../../functions/ports.ts";
import { closeRun } from "../../../functions/runs/close-run.ts";

const State = z.object({
  run: z.object({ runId: z.string(), scheduledTime: z.string(), bridge: z.enum(["tower", "london"]) }),
});

const HOURS = 24;

/** Stores the heights of the run's day, hour by hour; a second time they replace the first. */
export async function measureTides(
  state: unknown,
  { database }: { readonly database: Database },
): Promise<{ readonly heights: number }> {
  const { run } = State.parse(state);
  const mean = run.bridge === "tower" ? 350 : 360;
  await database.transaction(async (transaction) => {
    await transaction.query("delete from tides.heights where run_id = $1", [run.runId]);
    await transaction.copy(
      "tides.heights",
      ["run_id", "hour", "centimetres"],
      Array.from({ length: HOURS }, (_, hour) => [
        run.runId,
        hour,
        mean + Math.round(300 * Math.sin((hour / 12.42) * 2 * Math.PI)),
      ]),
    );
  });
  return { heights: HOURS };
}

const Event = z.object({ state: State, execution: z.string() });

export async function closeTides(
  event: unknown,
  { database, clock }: { readonly database: Database; readonly clock: Clock },
): Promise<{ readonly runId: string; readonly status: "succeeded" }> {
  const { state, execution } = Event.parse(event);
  const { runId } = state.run;
  const ended = { pipeline: "tides", runId, execution, status: "succeeded" } as const;
  await closeRun(database, ended, clock.now());
  return { runId, status: "succeeded" };
}
