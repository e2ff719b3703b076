import { z } from "zod";
import { DEFAULTS } from "../../functions/housing/constants.ts";
import { HousingDownloads } from "../../functions/housing/defaults.ts";
import { type Configuration, Times } from "../settings/configuration.ts";

/** The keys under `citypulse:housing` of a stack's file. docs/configuration.md describes each. */
export const HousingSettings = z.strictObject({
  enabled: z.boolean().default(true),
  /** The Land Registry publishes a month's file around the twentieth working day of the next month. */
  expression: Times.default("cron(0 7 1 * ? *)"),
  /** The length of the window in months. */
  windowMonths: z.int().min(1).max(60).default(DEFAULTS.windowMonths),
  /** A run fails if more of its rows of sales cannot be used. */
  maxRejectedShare: z.number().gt(0).max(1).default(DEFAULTS.maxRejectedShare),
  /** Where the files are downloaded from. */
  downloads: HousingDownloads.prefault({}),
});
export type HousingSettings = z.infer<typeof HousingSettings>;

/** What a stack's file says of the pipeline, with the defaults filled in. */
export const housingSettings = ({ sections }: Pick<Configuration, "sections">): HousingSettings =>
  HousingSettings.parse(sections.housing ?? {});
