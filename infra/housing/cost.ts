import { MEMORY_MB } from "../../functions/housing/constants.ts";
import prices from "../../functions/prices.json" with { type: "json" };
import { functionArns, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import { HOUSING_FUNCTIONS } from "../../state-machines/housing/resources.ts";
import { housingStateMachine } from "../../state-machines/housing.ts";
import { MONTHS_STORED } from "../settings/cost/assumptions.ts";
import {
  GIGABYTE,
  type PricedRow,
  type PricedStack,
  priced,
  rowsOf,
  smallFunctionRows,
} from "../settings/cost/cost-row.ts";
import { countWork } from "../settings/cost/walk-states.ts";
import { runsPerMonth } from "../settings/schedule-rate.ts";
import { housingSettings } from "./settings.ts";

const { dollars } = prices;

/** Sizes of files that the Land Registry and Ordnance Survey offered in November 2026, in bytes. */
const FILES = { month: 20e6, year: 160e6, complete: 5.5e9, postcodes: 20e6 } as const;
/** A part of a stored file: PART_BYTES in functions/housing/input-files.ts. */
const PART = 32 * 2 ** 20;
/** A second of the function on a connection of some 20 MB/s, and its 0.5 GB of memory. */
const FETCH_BYTES_PER_SECOND = 20e6;
const SMALL_GIGABYTES = 0.5;
/** `npm run bench:housing` scans a million rows a second and more; the postcodes take longer than a month's sales. */
const PLACE_SECONDS = 30;
const LOAD_SECONDS = 60;
/** What a run leaves besides the files: placed sales, and figures of 300 stations. */
const RESULT_BYTES = 3e6;
/** Manifests and what is published: objects that are written or read once in a run. */
const SMALL_OBJECTS = 20;

/** What the housing pipeline costs in a month: the files of the first run, and those of a month in each run. */
export function housingCost({ configuration }: PricedStack): PricedRow[] {
  const { expression, downloads } = housingSettings(configuration);
  const runs = runsPerMonth(expression);
  const first = (downloads.complete ? FILES.complete : downloads.years * FILES.year) + FILES.postcodes;
  const perRun = FILES.month + RESULT_BYTES;
  const stored = (first + perRun * runs * MONTHS_STORED) / GIGABYTE;
  const { states, functions } = workOfRun();
  const gigabyteSeconds =
    (FILES.month / FETCH_BYTES_PER_SECOND) * SMALL_GIGABYTES +
    (PLACE_SECONDS * MEMORY_MB.PlaceSales + LOAD_SECONDS * MEMORY_MB.LoadSales) / 1024;
  const writes = Math.ceil(FILES.month / PART) + SMALL_OBJECTS;
  const reads = Math.ceil((FILES.month + FILES.postcodes) / PART) + SMALL_OBJECTS;
  // Its runs have their own number, so that all of it is shown by the month, as the daily check is.
  const row = rowsOf("housing", "month");
  return [
    row("S3, files of sales and postcodes", stored, "GB", dollars.s3GigabyteMonth),
    row("CloudWatch alarm of its runs", 1, "alarms", dollars.alarmMonth),
    row("CloudWatch metric of its runs", 1, "metrics", dollars.metricMonth),
    row("EventBridge rule of its notices", 1, "rules", 0),
    row("EventBridge Scheduler", runs, "invocations", dollars.schedulerInvocation),
    row("Step Functions", runs * states, "transitions", dollars.stepFunctionsTransition),
    row(
      "Lambda, FetchFiles, PlaceSales, LoadSales",
      runs * gigabyteSeconds,
      "GB-s",
      dollars.lambdaArmGigabyteSecond,
    ),
    ...smallFunctionRows(row, { invocations: runs * functions, traces: runs }),
    row("S3, writes and listings", runs * writes, "requests", dollars.s3PutRequest),
    row("S3, reads", runs * reads, "requests", dollars.s3GetRequest),
  ].map((one) => priced(one, runs));
}

/** The states of a run and the functions among them, counted in its definition. */
const workOfRun = () =>
  countWork(
    housingStateMachine({
      functions: functionArns([...HOUSING_FUNCTIONS, ...SHARED_FUNCTIONS], (name) => name),
      failureTopic: "alerts",
    }),
    {},
  );
