/** Where posts are stored, and what is remembered of their source: every key of a run derives from its id. See docs/data-contract.md. */

export const STATIONS_KEY = "input/subway_station_information.csv";
export const rawPrefix = (runId: string): string => `raw/run=${runId}/`;
/** What a raw page is called within its run, whatever becomes of the object that holds it. */
export const rawPageName = (station: string, page: string): string => `station=${station}/${page}`;
export const rawPageKey = (runId: string, pageName: string): string =>
  `${rawPrefix(runId)}${pageName}.jsonl.gz`;
export const rawManifestKey = (runId: string): string => `${rawPrefix(runId)}manifest.json`;
/** What an unfinished extraction has stored so far; gone as soon as the manifest is there. */
export const rawProgressKey = (runId: string): string => `${rawPrefix(runId)}progress.json`;
/** Which posts were removed because X named them: ids, reasons, runs. */
export const REMOVALS_KEY = "compliance/removals.jsonl";
/** The runs from which posts are being removed; gone when nothing of them is left anywhere. */
export const UNFINISHED_KEY = "compliance/unfinished.json";
/** What the search on X remembers from run to run: what was asked for, and what it cost. */
export const X_STATE_KEY = "sources/x/state.json";
export const X_PLANS_PREFIX = "sources/x/run=";
/** What a run asks X for, fixed when it begins. */
export const xPlanKey = (runId: string): string => `${X_PLANS_PREFIX}${runId}/plan.json`;
