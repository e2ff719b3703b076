import type { Registered } from "../mocked-stack.ts";

export type Resources = readonly Registered[];
export type Inputs = Readonly<Record<string, unknown>>;

/** A rule of architecture over all resources of a stack. */
export interface Rule {
  readonly says: string;
  /** One sentence for each resource that breaks it. */
  readonly faults: (resources: Resources) => string[];
  /** Stacks that break it, each by one change: they show that the rule can fail. */
  readonly breaks: Readonly<Record<string, (resources: Resources) => Resources>>;
}

export const ofType = (resources: Resources, type: string): Resources =>
  resources.filter((one) => one.type === type);

/** `faults` of those of the type for which `isRight` does not hold. */
export const wrongOnes = (
  resources: Resources,
  type: string,
  isRight: (inputs: Inputs, resource: Registered) => boolean,
): string[] => ofType(resources, type).flatMap((one) => (isRight(one.inputs, one) ? [] : [labelOf(one)]));

export const labelOf = ({ type, name }: Registered): string => `${type} ${name}`;

/** The stack without this resource. Throws where there is none, so that no break breaks nothing. */
export function without(type: string, name: string): (resources: Resources) => Resources {
  return (resources) => {
    const left = resources.filter((one) => one.type !== type || one.name !== name);
    if (left.length === resources.length) throw new Error(`There is no ${type} ${name} to leave out.`);
    return left;
  };
}

/** The stack in which this resource has other inputs; undefined takes one away. Throws where there is no such resource. */
export function withInputs(type: string, name: string, inputs: Inputs): (resources: Resources) => Resources {
  return changed(type, name, (one) => ({ ...one, inputs: { ...one.inputs, ...inputs } }));
}

/** The stack in which this resource is another. Throws where there is no such resource. */
export function changed(
  type: string,
  name: string,
  change: (resource: Registered) => Registered,
): (resources: Resources) => Resources {
  return (resources) => {
    const kept = without(type, name)(resources);
    return [...kept, ...resources.filter((one) => !kept.includes(one)).map(change)];
  };
}

/** The stack with one resource more. */
export function withAnother(type: string, name: string, inputs: Inputs): (resources: Resources) => Resources {
  return (resources) => [
    ...resources,
    {
      type,
      name,
      inputs,
      state: { ...inputs, id: name },
      parent: undefined,
      dependencies: [],
      provider: "aws",
      retainOnDelete: false,
      isComponent: false,
    },
  ];
}

/** What stands at the path, or undefined where it leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.entries(found).find(([name]) => name === String(step))?.[1];
  }
  return found;
}

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Every text in a value, with the name of the field that it stands in. */
export function textsIn(value: unknown, field = ""): { readonly field: string; readonly text: string }[] {
  if (typeof value === "string") return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, field));
  if (typeof value !== "object" || value === null || value instanceof Promise) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, name));
}
