import type { Task } from "../../../state-machines/asl.ts";
import { allow, type Statement } from "./statement.ts";

/** Whose a state machine is. */
export interface Owner {
  readonly account: string;
  readonly region: string;
}

export interface NamedTask {
  readonly name: string;
  readonly task: Task;
  readonly integration: string;
}

/** What the task's Parameters hold under `field`, a text. Throws a RangeError for anything else, a path among it. */
export function resourceOf({ name, task }: NamedTask, field: string): string {
  const { Parameters } = task;
  const parameters: Readonly<Record<string, unknown>> = isObject(Parameters) ? Parameters : {};
  const value = parameters[field];
  if (typeof value !== "string")
    throw new RangeError(
      `The state ${name} does not name its ${field} in its Parameters, so the permissions of its role cannot be derived.`,
    );
  return value;
}

/** What stands there, or undefined where one of the names on the way is not there. */
export function valueAt(parameters: unknown, ...path: readonly string[]): unknown {
  let value = parameters;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** EventBridge's rules by which Step Functions learns that a `.sync` task has ended; it makes them itself. */
export const managedRules = (Sid: string, rules: readonly string[], { account, region }: Owner): Statement =>
  allow(
    Sid,
    ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    rules.map((rule) => `arn:aws:events:${region}:${account}:rule/${rule}`),
  );
