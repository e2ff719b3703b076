import { LARGEST_PAGE } from "../../functions/adapters/posts/x/settings.ts";
import {
  type ClusterEstimate,
  emrFrom,
  estimateEmr,
  MEASURED_RATES,
} from "../../functions/neighbourhood/engine-estimate.ts";
import type { State } from "../../state-machines/asl.ts";
import {
  LOAD_SECONDS_PER_MILLION,
  LOG_BYTES_PER_INVOCATION,
  MEASURED_THREADS,
  RDS_SLOWER,
  REQUESTS_PER_WINDOW,
  SECONDS_PER_REQUEST,
  SLICE_SECONDS,
  START_SECONDS,
  STATIONS,
} from "../settings/cost/assumptions.ts";
import type { PricedStack } from "../settings/cost/cost-row.ts";
import { walkStates } from "../settings/cost/walk-states.ts";
import { functionMemory } from "../settings/function-memory.ts";

/** What one Task state's invocations of its function take together in a run. */
export interface FunctionWork {
  readonly state: string;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
}

/** What one run does, where nothing fails. */
export interface RunWork {
  /** Requests to the source, each of which brings a page. */
  readonly pages: number;
  /** States that the execution enters: AWS counts each as a transition. */
  readonly transitions: number;
  readonly functions: readonly FunctionWork[];
  /** What the functions log, in bytes. */
  readonly logBytes: number;
  /** Null where the engine is `lambda`. */
  readonly cluster: ClusterEstimate | null;
}

/** A function's memory brings so many vCPUs: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_VCPU = 1769;
const MB_PER_GB = 1024;

/** Counts a run's states in the definition, and takes their times from what was measured and assumed. */
export function runWork({ configuration, posts, engine, machine }: PricedStack): RunWork {
  const { memoryMb, emrFrom: configured } = configuration.analysis;
  const isEmr = engine === "emr" || (engine === "auto" && posts >= (configured ?? emrFrom(MEASURED_RATES)));
  // A page ends with its station, so each may bring one that is not full.
  const pages = STATIONS + Math.floor(posts / LARGEST_PAGE);
  const threads = memoryMb / MB_PER_VCPU;
  const seconds: Readonly<Record<string, number>> = {
    ExtractPosts: pages * SECONDS_PER_REQUEST,
    Analyse: (posts / MEASURED_RATES.lambda.postsPerSecond) * (MEASURED_THREADS / threads),
    LoadResults: (posts / 1e6) * LOAD_SECONDS_PER_MILLION * RDS_SLOWER,
  };
  const slicesAfterTheFirst = (state: string): string[] =>
    Array(Math.max(1, Math.ceil((seconds[state] ?? 0) / SLICE_SECONDS)) - 1).fill(state);
  const visits = walkStates(machine, {
    ExtractMore: Array(Math.ceil(pages / REQUESTS_PER_WINDOW) - 1).fill("WaitForRateLimit"),
    ChooseEngine: [isEmr ? "PlanCluster" : "Analyse"],
    AnalyseMore: slicesAfterTheFirst("Analyse"),
    LoadMore: slicesAfterTheFirst("LoadResults"),
  });
  const transitions = [...visits.values()].reduce((sum, count) => sum + count, 0);
  const functions = [...visits].flatMap(([state, invocations]) => {
    if (!invokesFunction(machine.States[state])) return [];
    const gigabytes = functionMemory(state, configuration.analysis) / MB_PER_GB;
    const gigabyteSeconds = (invocations * START_SECONDS + (seconds[state] ?? 0)) * gigabytes;
    return [{ state, invocations, gigabyteSeconds }];
  });
  const invocations = functions.reduce((sum, each) => sum + each.invocations, 0);
  return {
    pages,
    transitions,
    functions,
    logBytes: invocations * LOG_BYTES_PER_INVOCATION,
    cluster: isEmr ? estimateEmr(posts, MEASURED_RATES) : null,
  };
}

const invokesFunction = (state: State | undefined): boolean =>
  state?.Type === "Task" && state.Resource.endsWith(":lambda:invoke");
