import type { ComponentResource } from "@pulumi/pulumi";
import { MEMORY_MB } from "../../functions/housing/constants.ts";
import { HOUSING_LATEST_KEY } from "../../functions/housing/keys.ts";
import { STATIONS_KEY } from "../../functions/posts/keys.ts";
import type { HousingFunction } from "../../state-machines/housing/resources.ts";
import { functionMaker, type PipelineFunction } from "../platform/function.ts";
import { objectStatements } from "../platform/permissions/data.ts";
import { databaseFiles, type Platform, roleLogin } from "../platform/platform.ts";
import { housingSettings } from "./settings.ts";

const INPUT = "input/housing/";
const PLACED = "placed/";
const QUARANTINE = "quarantine/housing/";
const PUBLISHED = "published/housing/";

/** The functions of the housing pipeline, each with what it may do, and no more. */
export function housingFunctions(
  platform: Platform,
  parent: ComponentResource,
): Record<HousingFunction, PipelineFunction> {
  const { settings, storage, codeVersion } = platform;
  const { downloads, maxRejectedShare, windowMonths } = housingSettings(settings);
  const make = functionMaker("housing", platform, parent);
  const data = (access: Parameters<typeof objectStatements>[1]) => objectStatements(storage.data, access);
  const { environment: ofRole, statement: signIn } = roleLogin(platform);
  const ofStore = { DATA_BUCKET: storage.data.id };
  const inDatabase = { files: databaseFiles(platform), reachesDatabase: true };
  return {
    fetchFiles: make<typeof import("../../functions/lambda/housing/fetch-files.ts")>("fetchFiles", {
      description: "Downloads the files of sales and postcodes that are new",
      environment: { ...ofStore, HOUSING_DOWNLOADS: JSON.stringify(downloads) },
      // What a run has published says that its files were loaded: those of a failed run are new to the next one.
      statements: data({ read: [INPUT, PUBLISHED], write: [INPUT], remove: [INPUT] }),
    }),
    placeSales: make<typeof import("../../functions/lambda/housing/place-sales.ts")>("placeSales", {
      description: "Finds the stations around each sale",
      environment: { ...ofStore, CODE_VERSION: codeVersion },
      statements: data({
        read: [INPUT, STATIONS_KEY, PLACED],
        write: [PLACED, QUARANTINE],
        remove: [PLACED, QUARANTINE],
      }),
      memoryMb: MEMORY_MB.PlaceSales,
    }),
    loadSales: make<typeof import("../../functions/lambda/housing/load-sales.ts")>("loadSales", {
      description: "Loads the sales into the database and derives the prices of each station",
      environment: {
        ...ofStore,
        ...ofRole,
        MAX_REJECTED_SHARE: String(maxRejectedShare),
        WINDOW_MONTHS: String(windowMonths),
      },
      statements: [...data({ read: [PLACED] }), signIn],
      memoryMb: MEMORY_MB.LoadSales,
      ...inDatabase,
    }),
    publish: make<typeof import("../../functions/lambda/housing/publish.ts")>("publish", {
      description: "Writes the prices that the dashboard reads",
      environment: { ...ofStore, ...ofRole },
      statements: [...data({ read: [STATIONS_KEY, HOUSING_LATEST_KEY], write: [PUBLISHED] }), signIn],
      ...inDatabase,
    }),
    closeRun: make<typeof import("../../functions/lambda/housing/close-run.ts")>("closeRun", {
      description: "Writes how the run ended and releases its lease",
      environment: { ...ofStore, ...ofRole },
      statements: [...data({ read: [PLACED] }), signIn],
      timeoutSeconds: 60,
      ...inDatabase,
    }),
  };
}
