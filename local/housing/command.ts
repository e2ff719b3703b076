import { DEFAULTS } from "../../functions/housing/constants.ts";
import type { PipelineCommand } from "../pipeline.ts";
import { housingStart } from "./start.ts";

/** `citypulse run housing`. */
export const housingCommand: PipelineCommand = {
  name: "housing",
  description: "what homes cost around each station",
  help: `
Sales are files of HM Land Registry's Price Paid Data: pp-complete.csv, the file
of a year (pp-2025.csv) or the monthly changes. Their postcodes are found in the
ONS Postcode Directory or in Code-Point Open. All can be zipped or gzipped, and
--postcodes can be a folder. docs/prices.md says where to get them.

--download fetches the files that are new since the last run: about 1 GB the
first time, and some 20 MB a month after that. It uses the proxy of HTTPS_PROXY.
HOUSING_DOWNLOADS gives other addresses, in the words of docs/configuration.md:
HOUSING_DOWNLOADS='{"postcodesUrl": "https://..."}'.

Listings are a CSV with the columns ad_id, link, price, bedrooms, bathrooms,
living_rooms, address, distance (in miles) and subway_station.

Examples:
  citypulse run housing                          the synthetic sample
  citypulse run housing --download               open data, from its publishers
  citypulse run housing --sales pp-2025.csv pp-2026.csv --postcodes ONSPD.zip
  citypulse run housing --listings offers.csv    offers that you may use`,
  declareOptions(command) {
    command
      .option("--sales <file...>", "files of the Price Paid Data (default: the synthetic sample)")
      .option("--postcodes <path...>", "the postcode file: a zip, a folder of CSVs, or a CSV")
      .option("--listings <file>", "a CSV of offers, in the columns of the original's scraper")
      .option(
        "--index <file>",
        "a price index with the columns month and index: prices are carried to its last month",
      )
      .option("--download", "fetch what is new from the Land Registry and the postcodes' publisher")
      .option("--window <months>", "how many months of sales the figures show", String(DEFAULTS.windowMonths))
      .option(
        "--max-rejected <share>",
        "fail if a larger share of the rows is rejected",
        String(DEFAULTS.maxRejectedShare),
      )
      .option(housingStart.idOption.flags, housingStart.idOption.description);
  },
  load: async () => (await import("./pipeline.ts")).housing,
  start: housingStart,
  executions: async () => (await import("./executions.ts")).housingExecutions,
};
