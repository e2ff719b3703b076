import { COMPLIANCE } from "./compliance.ts";
import { HOUSING } from "./housing.ts";
import type { KilledRun } from "./killed-run.ts";
import { NEIGHBOURHOOD } from "./neighbourhood.ts";

/** Every pipeline has its rows here: the runs that are killed wherever they can be. */
export const KILLED_RUNS: readonly KilledRun[] = [...NEIGHBOURHOOD, ...HOUSING, COMPLIANCE];
