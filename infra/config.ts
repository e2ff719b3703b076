import { getStack, runtime } from "@pulumi/pulumi";
import { InvalidInput } from "../functions/errors.ts";
import { type Configuration, parseConfiguration } from "./settings/configuration.ts";

const NAMESPACE = "citypulse:";

/** A stack's name and region, and what its configuration says. */
export interface StackSettings extends Configuration {
  readonly stack: string;
  readonly region: string;
}

/**
 * Reads the stack's configuration, and nobody else does. Throws InvalidInput with every key that is wrong, before
 * anything is made.
 */
export function readSettings(): StackSettings {
  const stack = getStack();
  const all = runtime.allConfig();
  const region = all["aws:region"];
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new InvalidInput(
      region === undefined ? "The stack has no region." : `"${region}" is no region of AWS.`,
      { hint: `Choose one: pulumi config set aws:region us-east-1 --stack ${stack}` },
    );
  const keys = Object.entries(all)
    .filter(([key]) => key.startsWith(NAMESPACE))
    .map(([key, value]) => [key.slice(NAMESPACE.length), parseValue(value)] as const);
  return { stack, region, ...parseConfiguration(stack, Object.fromEntries(keys)) };
}

/** Pulumi gives objects, lists, numbers and booleans as JSON, and a text as it stands. */
function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
