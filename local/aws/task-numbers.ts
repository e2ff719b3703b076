import { taskPath } from "../engine/task-path.ts";
import type { ExecutionView } from "./execution-view.ts";

const WITHOUT_CLUSTER = {};
const WITH_CLUSTER = { ChooseEngine: "PlanCluster" };

/**
 * The Tasks that an execution of this definition goes through, in order, as far as it can be told by now: until the
 * engine is chosen, the way without a cluster.
 */
export function taskNumbers(definition: object): (view: ExecutionView) => readonly string[] {
  const [short, long] = [WITHOUT_CLUSTER, WITH_CLUSTER].map((turns) => taskPath(definition, turns));
  return ({ run, rows }) => {
    const hasCluster = run?.engine === "emr" || rows.some(({ state }) => state === "PlanCluster");
    return (hasCluster ? long : short) ?? [];
  };
}
