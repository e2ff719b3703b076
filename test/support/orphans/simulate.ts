import { seededRandom } from "../../../data/synthetic/random.ts";
import type { Json } from "../../../functions/ports.ts";
import { cleanUp } from "../../../functions/runs/clean-up.ts";
import { databaseRunRecords } from "../../../functions/runs/run-records.ts";
import type { StateMachine } from "../../../state-machines/asl.ts";
import { neighbourhoodStateMachine } from "../../../state-machines/neighbourhood.ts";
import { exampleResources } from "../../state-machines/resources.ts";
import type { TestDatabase } from "../database.ts";
import { between, type World } from "./chance.ts";
import { invokeCleanUp } from "./clean-up-function.ts";
import type { EndedBy } from "./fake-cluster.ts";
import { fakeEmr } from "./fake-emr.ts";
import { deliver } from "./fake-event-bridge.ts";
import { clockOf, fakeFunctions, unsteadyDatabase } from "./fake-functions.ts";
import { type FakeExecution, fakeStepFunctions, isRunning, stateOf } from "./fake-step-functions.ts";
import { watchEnds, wrongEnds } from "./recorded-ends.ts";
import { virtualTime } from "./virtual-time.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** So many executions are started in a day: some fifteen run at once. */
const PER_DAY = 80;
/** The last events and redrives come so many days after the last execution was started, at most. */
const AFTERMATH_DAYS = 6;
/** An aborted execution enters fewer states than this before: as many as there are on the way through EMR. */
const ABORTED_AFTER = 18;

export interface Simulation {
  readonly place: TestDatabase;
  readonly executions: number;
  readonly seed: number;
  /** Put in the place of the real one to see that a fault in it is found. */
  readonly cleanUp?: typeof cleanUp;
  readonly isSwept?: boolean;
}

export interface Result {
  /** A sentence for each. */
  readonly violations: readonly string[];
  /** How many clusters were ended by whom. */
  readonly endedBy: Partial<Record<EndedBy, number>>;
  /** How many executions ended with which status. */
  readonly statuses: Partial<Record<string, number>>;
  /** The states in which executions were aborted. */
  readonly abortedIn: ReadonlySet<string>;
  readonly redrives: number;
}

/**
 * Runs so many executions of the neighbourhood's state machine on EMR, in virtual time, among faults of every
 * service, and says what was left at the end, or ended wrongly.
 */
export async function simulate(simulation: Simulation): Promise<Result> {
  const { place, cleanUp: handler = cleanUp, isSwept = true } = simulation;
  await watchEnds(place);
  const world: World = {
    time: virtualTime(new Date("2026-11-16T06:00:00Z")),
    random: seededRandom(simulation.seed),
  };
  const { time, random } = world;
  const violations: string[] = [];
  const abortedIn = new Set<string>();
  const aborts = new Map<FakeExecution, number>();

  const emr = fakeEmr(world, (cluster, by) => {
    const owner = cluster.tags.get("citypulse:execution");
    if (cluster.tags.get("citypulse:pipeline") !== "neighbourhood" || owner === undefined) {
      violations.push(`${cluster.id} is not the pipeline's, and was ended by the ${by}`);
    } else if (isRunning(stepFunctions.executions.get(owner))) {
      violations.push(`${cluster.id} was ended by the ${by} while ${owner} ran`);
    }
  });
  const functions = fakeFunctions(world, place.database);

  const invoke = (by: "rule" | "sweep", event: Json, isUndisturbed = false): Promise<void> =>
    invokeCleanUp(world, handler, event, isUndisturbed, () => ({
      clusters: emr.portOf(by, isUndisturbed),
      executions: stepFunctions.port(isUndisturbed),
      clock: clockOf(world),
      pipelines: ["neighbourhood"],
      runs: databaseRunRecords({
        database: unsteadyDatabase(world, place.database, isUndisturbed ? 0 : 0.02),
        clock: clockOf(world),
      }),
    }));

  function abort(execution: FakeExecution): void {
    if (isRunning(execution)) abortedIn.add(execution.position.state);
    stepFunctions.abort(execution);
  }

  const stepFunctions = fakeStepFunctions(world, {
    machine: definition(),
    async perform(task, parameters, resource) {
      if (resource.endsWith(":lambda:invoke")) return functions(task, parameters);
      return resource.endsWith(":sns:publish") ? {} : emr.perform(task, resource, parameters);
    },
    onEnter(execution) {
      const left = aborts.get(execution);
      if (left === undefined) return;
      aborts.set(execution, left - 1);
      if (left === 0) time.after(between(world, 0, random.chance(0.5) ? 5 : HOUR), () => abort(execution));
    },
    onEnd(execution, state) {
      deliver(world, execution, state, (event) => invoke("rule", event));
      if (random.chance(0.2)) time.after(between(world, 60, DAY), () => stepFunctions.redrive(execution));
    },
  });

  for (const tags of FOREIGN) emr.startForeign(new Map(Object.entries(tags)));
  const days = simulation.executions / PER_DAY;
  for (let number = 0; number < simulation.executions; number++) {
    time.after(between(world, 0, days * DAY), () => {
      const execution = stepFunctions.start(`e-${number}`);
      if (random.chance(0.4)) aborts.set(execution, random.integer(ABORTED_AFTER));
    });
  }
  const lastDay = Math.ceil(days) + AFTERMATH_DAYS;
  for (let day = 1; isSwept && day <= lastDay; day++) {
    time.after(day * DAY, () => invoke("sweep", {}, day === lastDay));
  }
  await time.run();

  const clusters = [...emr.clusters.values()];
  for (const { id, tags, isOpen } of clusters) {
    const owner = tags.get("citypulse:execution");
    if (isOpen() && tags.get("citypulse:pipeline") === "neighbourhood" && owner !== undefined) {
      violations.push(`${id} of ${owner} still runs`);
    }
  }
  const executions = [...stepFunctions.executions.values()];
  violations.push(...(await wrongEnds(place, executions)));
  return {
    violations,
    endedBy: count(clusters.flatMap((cluster) => cluster.endedBy() ?? [])),
    statuses: count(executions.map((execution) => stateOf(execution).status)),
    abortedIn,
    redrives: executions.reduce((sum, execution) => sum + execution.redrives, 0),
  };
}

/** Clusters of others, and some that only look like the pipeline's: nobody here may end them. */
const FOREIGN = [
  {},
  { owner: "somebody else" },
  { "citypulse:pipeline": "neighbourhood" },
  { "citypulse:pipeline": "markets", "citypulse:execution": "arn:of:another" },
];

/** The very text that is deployed, with a time-out that some runs reach. */
function definition(): StateMachine {
  const resources = { ...exampleResources, executionTimeoutSeconds: 6 * HOUR };
  return JSON.parse(JSON.stringify(neighbourhoodStateMachine(resources)));
}

const count = <Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> => {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
