import { InvalidInput, messageOf } from "../../functions/errors.ts";
import type { ProgressWords } from "../pipeline.ts";
import { aboutMoney, plural } from "../terminal/format.ts";
import { type ClusterStatus, describeCluster } from "./cluster.ts";
import { type Cost, costSoFar, PRICES, type Spending } from "./cost.ts";
import { type ExecutionView, follow, NOTHING_YET } from "./execution-view.ts";
import type { ExecutionHistory } from "./history.ts";
import type { WatchView } from "./watch-view.ts";

export interface Watching {
  /** How the pipeline tells its progress. */
  readonly words: ProgressWords;
  readonly history: ExecutionHistory;
  /** What EMR reports of a cluster. If it throws, the watch continues without the cluster. */
  readCluster(id: string): Promise<ClusterStatus>;
  readonly screen: WatchView;
  readonly memoryOf: Spending["memoryOf"];
  readonly everyMilliseconds: number;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when the person stops watching. */
  readonly stopped: Promise<"stopped">;
}

export interface Watched {
  readonly view: ExecutionView;
  readonly cost: Cost;
}

/** The watch continues while the network fails, up to this number of failures in a row. */
const MOST_FAILURES = 20;

/**
 * Follows an execution to its end, or until the person stops watching. Throws InvalidInput if AWS refuses a request, also
 * after the start, and PipelineError if it does not answer for long. The execution continues in every case.
 */
export async function watchExecution(watching: Watching): Promise<Watched> {
  const { history, memoryOf, now, stopped } = watching;
  const look = clusterWatch(watching);
  let view = NOTHING_YET;
  let cluster = NOT_LOOKED_AT;
  let failures = 0;
  for (;;) {
    let unanswered = "";
    const read = await Promise.race([history.read(), stopped]).catch((error: unknown) => {
      failures += 1;
      if (error instanceof InvalidInput || failures === MOST_FAILURES) throw error;
      unanswered = `no answer from AWS after ${plural(failures, "request")}: ${messageOf(error)}`;
      return null;
    });
    if (read !== null && read !== "stopped") {
      failures = 0;
      view = read.reduce((before, event) => follow(before, event, watching.words), view);
    }
    const looked = read === "stopped" ? read : await Promise.race([look(view), stopped]);
    if (looked !== "stopped") cluster = looked;
    const moment = view.endedAt ?? now();
    const cost = costSoFar({ view, ...cluster, memoryOf, now: moment }, PRICES);
    if (looked === "stopped") return { view, cost };
    const step = view.rows.at(-1)?.state ?? "";
    watching.screen.show(view, [
      unanswered,
      cluster.status === null ? "" : describeCluster(cluster.status, step),
      `${aboutMoney(cost.dollars)} so far`,
    ]);
    if (view.status !== "RUNNING") return { view, cost };
    await Promise.race([watching.sleep(watching.everyMilliseconds), stopped]);
  }
}

/** What is known of the cluster, and why it is not more. */
export interface ClusterLook {
  readonly status: ClusterStatus | null;
  readonly fault: string | null;
}

const NOT_LOOKED_AT: ClusterLook = { status: null, fault: null };
/** EMR throttles sooner than Step Functions, and its clusters change slowly. */
const CLUSTER_MILLISECONDS = 30_000;

/** Reads the view's cluster when a state begins, at the end, and every CLUSTER_MILLISECONDS. */
function clusterWatch({ readCluster, now }: Watching): (view: ExecutionView) => Promise<ClusterLook> {
  let known = NOT_LOOKED_AT;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let lookedAfter = "";
  return async ({ clusterId, rows, status }) => {
    if (clusterId === null) return known;
    const place = `${rows.length} ${status}`;
    if (place === lookedAfter && now() - lookedAt < CLUSTER_MILLISECONDS) return known;
    lookedAt = now();
    lookedAfter = place;
    known = await readCluster(clusterId).then(
      (found) => ({ status: found, fault: null }),
      (error: unknown) => ({ status: known.status, fault: messageOf(error) }),
    );
    return known;
  };
}
