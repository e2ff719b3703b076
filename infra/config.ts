import { getStack, type Input, runtime } from "@pulumi/pulumi";
import { z } from "zod";
import { InvalidInput } from "../functions/errors.ts";
import { type Configuration, parseConfiguration, type Sections } from "./settings/configuration.ts";
import { keysOf, NAMESPACE, REGION } from "./settings/stack-file.ts";

/** `pulumi config set --path` writes an account's number as a number. */
const AccountId = z.coerce.string().regex(/^\d{12}$/, "give the twelve digits of an account");

/** Pulumi's own keys of whose account it is. A provider that a program makes is told of none, so this one hands them on. */
const Account = z.object({
  profile: z.coerce.string().min(1).optional(),
  allowedAccountIds: z.array(AccountId).min(1).optional(),
});

/** A stack's name, its place, and what its configuration says. */
export interface StackSettings extends Configuration {
  readonly stack: string;
  readonly region: string;
  readonly aws: z.infer<typeof Account>;
}

/**
 * Reads the stack's configuration. No other code does. Throws InvalidInput with every key that is wrong, before any
 * resource is created.
 * @param sections the schemas of pipelines' own keys.
 */
export function readSettings(sections: Sections = {}): StackSettings {
  const stack = getStack();
  const all = runtime.allConfig();
  const region = all["aws:region"];
  if (region === undefined || !REGION.test(region))
    throw new InvalidInput(
      region === undefined ? "The stack has no region." : `"${region}" is not a region of AWS.`,
      { hint: `Choose one: pulumi config set aws:region us-east-1 --stack ${stack}` },
    );
  const configuration = parseConfiguration(stack, keysOf(all, NAMESPACE), sections);
  return { stack, region, aws: parseAccount(stack, keysOf(all, "aws:")), ...configuration };
}

function parseAccount(stack: string, keys: unknown): z.infer<typeof Account> {
  const parsed = Account.safeParse(keys);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(`Pulumi.${stack}.yaml cannot be used: ${z.prettifyError(parsed.error)}`, {
    hint: `Correct aws:profile or aws:allowedAccountIds in Pulumi.${stack}.yaml.`,
  });
}

/** Where a stack is: what ARNs are made of before the things that they name. */
export interface Place {
  readonly stack: string;
  readonly region: string;
  readonly account: Input<string>;
}

/** A stack's settings, and the account that it is made in. */
export interface PlacedSettings extends StackSettings, Place {}
