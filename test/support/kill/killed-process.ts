/**
 * A process that takes a pipeline through a run and dies at a moment that it is told. Its one argument is JSON; if it
 * lives to the end, it prints the moments that it passed.
 */
import { z } from "zod";
import { doom, doomed } from "./doom.ts";
import { Place, runAt } from "./killed-run.ts";

const Call = z.object({
  module: z.string(),
  orders: z.record(z.string(), z.string()),
  place: Place,
  ends: z.string(),
  killAt: z.number().int().nullable(),
});

const { module, orders, place, ends, killAt } = Call.parse(JSON.parse(process.argv[2] ?? ""));
const fate = doom(killAt);
const { outcome } = await runAt(module, orders, place, {
  wrap: (adapters) => doomed(adapters, fate),
  onEvent: (event) => fate.pass(`${event.state} ${event.kind}`),
});
if (outcome.status !== ends) throw new Error(JSON.stringify(outcome));
process.stdout.write(JSON.stringify(fate.moments));
