import { beforeAll, describe, expect, test } from "vitest";
import { mockedStack } from "../support/stack/mocked-stack.ts";
import { BUCKET_RULES } from "../support/stack/rules/buckets.ts";
import { DATABASE_RULES } from "../support/stack/rules/database.ts";
import { functionRules } from "../support/stack/rules/functions.ts";
import { MESSAGE_RULES } from "../support/stack/rules/messages.ts";
import { nameRules } from "../support/stack/rules/names.ts";
import { NETWORK_RULES } from "../support/stack/rules/network.ts";
import { policyRules } from "../support/stack/rules/policies.ts";
import { roleRules } from "../support/stack/rules/roles.ts";
import type { Resources } from "../support/stack/rules/rule.ts";

/** The longest name that a stack may have. */
const STACK = "a-stack-of-16-le";

const RULES = [
  ...BUCKET_RULES,
  ...DATABASE_RULES,
  ...MESSAGE_RULES,
  ...NETWORK_RULES,
  ...policyRules(STACK),
  ...functionRules(STACK),
  ...roleRules(STACK),
  ...nameRules(STACK),
];

let resources: Resources;

beforeAll(async () => {
  const stack = await mockedStack(
    { alerts: { email: "someone@example.org" }, storage: { rawDays: 90 } },
    "eu-west-2",
    STACK,
  );
  resources = stack.resources;
});

describe.each(RULES)("$says", ({ faults, breaks }) => {
  test("in the whole stack", () => {
    expect(resources.length).toBeGreaterThan(100);
    expect(faults(resources)).toEqual([]);
  });

  test.each(Object.entries(breaks))("and %s is found", (_, change) => {
    expect(faults(change(resources))).not.toEqual([]);
  });
});
