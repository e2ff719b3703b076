import { isDeepStrictEqual } from "node:util";
import type { ReviewableStack } from "./reviewable.ts";

/**
 * What another configuration changes, as sorted lines: `+ type name` is made as well, `- type name` is not made, and
 * `type name inputs multiAz: false -> true` is made otherwise.
 */
export function differences(before: ReviewableStack, after: ReviewableStack): string[] {
  const [from, to] = [byName(before), byName(after)];
  const names = [...new Set([...from.keys(), ...to.keys()])];
  const lines = names.flatMap((name) => {
    if (!to.has(name)) return [`- ${name}`];
    if (!from.has(name)) return [`+ ${name}`];
    return changes(name, from.get(name), to.get(name));
  });
  return lines.sort();
}

const byName = (stack: ReviewableStack): Map<string, unknown> =>
  new Map(
    Object.entries(stack).flatMap(([type, resources]) =>
      Object.entries(resources).map(([name, one]): [string, unknown] => [`${type} ${name}`, one]),
    ),
  );

function changes(path: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after))
    return [`${path}: ${JSON.stringify(before) ?? "nothing"} -> ${JSON.stringify(after) ?? "nothing"}`];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field) => changes(`${path} ${field}`, before[field], after[field]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
