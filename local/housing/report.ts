import { z } from "zod";
import { housingPublishedKey, placedManifestKey } from "../../functions/housing/keys.ts";
import {
  countsOf,
  NO_SALES,
  PlacedManifest,
  type SaleCounts,
} from "../../functions/housing/placed-manifest.ts";
import { readJson } from "../../functions/runs/manifest.ts";
import type { RunEnd } from "../pipeline.ts";
import { errorOf, type ReportedError } from "../run-report.ts";

const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();

const Figures = z.object({
  n: z.number(),
  median: Estimate,
  q1: z.number().nullable(),
  q3: z.number().nullable(),
  mean: z.number().nullable(),
  p10: z.number().nullable(),
  change: Estimate,
});

const Station = z.object({
  station: z.string(),
  ...Figures.shape,
  months: z.number(),
  flatShare: z.number().nullable(),
  byType: z.record(z.string(), Figures),
  byAge: z.record(z.string(), Figures),
});
export type ReportedPrices = z.infer<typeof Station>;

const Published = z.object({
  unlocatedShare: z.number(),
  window: z.object({ from: z.string(), to: z.string(), provisionalFrom: z.string() }).nullable(),
  priceLevel: z.string().nullable(),
  notes: z.array(z.string()),
  attributions: z.array(z.object({ text: z.string(), licence: z.string(), url: z.string().nullable() })),
});
type Published = z.infer<typeof Published>;

const Output = z.object({ status: z.enum(["succeeded", "empty", "already-running"]) });

/** What `citypulse run housing --json` prints. */
export interface HousingReport extends Published {
  readonly runId: string;
  readonly status: "succeeded" | "empty" | "already-running" | "failed";
  readonly sales: SaleCounts;
  readonly stations: readonly ReportedPrices[];
  readonly elapsedMs: number;
  readonly error?: ReportedError;
}

/** The results of a run that did not start. */
export const NO_HOUSING_RUN: Published & Pick<HousingReport, "sales" | "stations"> = {
  sales: NO_SALES,
  unlocatedShare: 0,
  window: null,
  priceLevel: null,
  notes: [],
  attributions: [],
  stations: [],
};

/** Reads the results of a run from what it published, so that people see the figures of the dashboard. */
export async function reportHousing({ runId, outcome, elapsedMs, store }: RunEnd): Promise<HousingReport> {
  const manifest = store && (await readJson(store, placedManifestKey(runId), PlacedManifest));
  const sales = manifest === undefined ? NO_SALES : countsOf(manifest);
  const begin = (status: HousingReport["status"]) => ({ runId, status, ...NO_HOUSING_RUN, sales });
  if (outcome.status !== "SUCCEEDED")
    return { ...begin("failed"), elapsedMs: elapsedMs(), error: errorOf(outcome) };
  const { status } = Output.parse(outcome.output);
  if (status !== "succeeded" || store === undefined)
    return { ...begin(status), sales: NO_SALES, elapsedMs: elapsedMs() };
  const published = await readJson(store, housingPublishedKey(runId, "run"), Published);
  const stations = await readJson(store, housingPublishedKey(runId, "stations"), z.array(Station));
  return { ...begin(status), ...published, stations: stations ?? [], elapsedMs: elapsedMs() };
}
