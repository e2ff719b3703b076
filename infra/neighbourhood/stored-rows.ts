import prices from "../../functions/prices.json" with { type: "json" };
import {
  ARTIFACT_GIGABYTES,
  FUNCTIONS_PER_SWEEP,
  LOG_BYTES_PER_INVOCATION,
  LONGER_POSTS,
  MONTHS_STORED,
  PUBLISHED_BYTES,
  STORED_BYTES_PER_POST,
  SWEEPS_PER_MONTH,
} from "../settings/cost/assumptions.ts";
import { type CostRow, GIGABYTE, type PricedStack, rowsOf } from "../settings/cost/cost-row.ts";
import type { RunWork } from "./run-work.ts";

const { dollars } = prices;
const DAYS_IN_MONTH = 365 / 12;

/**
 * The monthly cost of all stored data, after `runsPerMonth` for MONTHS_STORED, less what the configuration removes
 * earlier.
 */
export function storedRows(
  { configuration: { storage, database, logDays }, posts }: PricedStack,
  { logBytes }: RunWork,
  runsPerMonth: number,
): CostRow[] {
  const row = rowsOf("storage", "month");
  const monthsOf = (days: number): number => Math.min(days / DAYS_IN_MONTH, MONTHS_STORED);
  const kept = (bytesPerRun: number, months = MONTHS_STORED): number =>
    (bytesPerRun * runsPerMonth * months) / GIGABYTE;
  const bytesOf = (what: keyof typeof STORED_BYTES_PER_POST): number =>
    posts * STORED_BYTES_PER_POST[what] * LONGER_POSTS;

  const raw = kept(bytesOf("raw"), storage.rawDays === undefined ? MONTHS_STORED : monthsOf(storage.rawDays));
  const sweepLogs = SWEEPS_PER_MONTH * FUNCTIONS_PER_SWEEP * LOG_BYTES_PER_INVOCATION;
  const monthlyLogs = sweepLogs / GIGABYTE;
  const logs = kept(logBytes, monthsOf(logDays)) + monthlyLogs * monthsOf(logDays);
  const databaseSize = Math.min(kept(bytesOf("database")), database.maxStorageGb);
  const grown = Math.max(0, databaseSize - database.storageGb) * (database.multiAz ? 2 : 1);
  return [
    row("S3, raw posts", raw, "GB", dollars.s3GigabyteMonth),
    row("S3, analyses", kept(bytesOf("analysis")), "GB", dollars.s3GigabyteMonth),
    row("S3, what is published", kept(PUBLISHED_BYTES), "GB", dollars.s3GigabyteMonth),
    row("S3, bundles and jobs", ARTIFACT_GIGABYTES, "GB", dollars.s3GigabyteMonth),
    row("CloudWatch Logs", logs, "GB", dollars.logsStoredGigabyteMonth),
    row(`RDS gp3 above ${database.storageGb} GB`, grown, "GB", dollars.rdsGp3GigabyteMonth),
  ];
}
