import type { Database, Json } from "../../../functions/ports.ts";
import { type CleanedUp, cleanUp } from "../../../functions/runs/clean-up.ts";
import type { ExecutionState } from "../../../functions/runs/ports.ts";
import { databaseRunRecords } from "../../../functions/runs/run-records.ts";
import { clock, NOW } from "./pipeline.ts";

/** Clusters and executions as plain lists, in the place of EMR and Step Functions. */
export interface CleanUpPlace {
  /** The tags of each open cluster by its id; an Error is what reading them throws. */
  readonly clusters: Map<string, Readonly<Record<string, string>> | Error>;
  /** Since when a cluster is open; NOW where it is not here. */
  readonly since: Map<string, Date>;
  /** An execution that is not here is unknown to Step Functions. */
  readonly executions: Map<string, Partial<ExecutionState> | Error>;
  /** What terminating a cluster throws, by its id. */
  readonly refusals: Map<string, Error>;
  /** The ids that EMR was asked to end, in the order of the requests. */
  readonly terminated: string[];
  /** What listing the clusters throws. */
  listError: Error | undefined;
  /** @param stack whose clusters they are; every stack's where it is left out. */
  cleanUp(event: Json, stack?: string): Promise<CleanedUp>;
}

export const tagsOf = (execution: string): Readonly<Record<string, string>> => ({
  "citypulse:pipeline": "neighbourhood",
  "citypulse:execution": execution,
});

/** EventBridge's event for an execution that ended one minute after it was started. */
export const ended = (execution: string, status: string, detail: Record<string, Json> = {}): Json => ({
  version: "0",
  "detail-type": "Step Functions Execution Status Change",
  source: "aws.states",
  detail: {
    executionArn: execution,
    name: "any",
    status,
    startDate: NOW.getTime(),
    stopDate: NOW.getTime() + 60_000,
    error: null,
    cause: null,
    ...detail,
  },
});

export function cleanUpPlace(database: Database): CleanUpPlace {
  const refuse = (error: unknown): void => {
    if (error instanceof Error) throw error;
  };
  const place: CleanUpPlace = {
    clusters: new Map(),
    since: new Map(),
    executions: new Map(),
    refusals: new Map(),
    terminated: [],
    listError: undefined,
    cleanUp: (event, stack) =>
      cleanUp(event, {
        ...(stack === undefined ? {} : { stack }),
        clock,
        pipelines: ["neighbourhood"],
        runs: databaseRunRecords({ database, clock }),
        clusters: {
          async open() {
            refuse(place.listError);
            return [...place.clusters.keys()].map((id) => ({ id, since: place.since.get(id) ?? NOW }));
          },
          async tagsOf(id) {
            const tags = place.clusters.get(id) ?? {};
            if (tags instanceof Error) throw tags;
            return new Map(Object.entries(tags));
          },
          async terminate(id) {
            refuse(place.refusals.get(id));
            place.terminated.push(id);
            place.clusters.delete(id);
          },
        },
        executions: {
          async find(arn) {
            const state = place.executions.get(arn);
            if (state instanceof Error) throw state;
            return state && { status: "RUNNING", since: NOW, ...state };
          },
        },
      }),
  };
  return place;
}
