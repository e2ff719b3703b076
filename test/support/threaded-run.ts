/** A process that takes the pipeline through a run with threads, until it ends or is killed. Its one argument is JSON. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { runNeighbourhood, runOptions, TestRun } from "./test-run.ts";

const Orders = TestRun.extend({ bytesInBucket: z.number() });

const orders = Orders.parse(JSON.parse(process.argv[2] ?? ""));
const report = await runNeighbourhood({
  ...runOptions(orders, await readFile(orders.stations)),
  bytesInBucket: orders.bytesInBucket,
});
if (report.status !== orders.status) throw new Error(JSON.stringify(report.error ?? report.status));
