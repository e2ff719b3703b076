/**
 * A process that takes the pipeline through a run and dies at a moment it is told. Its one argument is JSON;
 * where it lives to the end, it prints the moments that it passed.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { doom, doomed } from "./doom.ts";
import { runNeighbourhood, runOptions, TestRun } from "./test-run.ts";

const Orders = TestRun.extend({ killAt: z.number().int().nullable() });

const orders = Orders.parse(JSON.parse(process.argv[2] ?? ""));
const fate = doom(orders.killAt);
const report = await runNeighbourhood({
  ...runOptions(orders, await readFile(orders.stations)),
  wrap: (adapters) => doomed(adapters, fate),
  onEvent: (event) => fate.pass(`${event.state} ${event.kind}`),
});
if (report.status !== orders.status) throw new Error(JSON.stringify(report.error ?? report.status));
process.stdout.write(JSON.stringify(fate.moments));
