import { interpolate } from "@pulumi/pulumi";
import type { Platform } from "../platform/platform.ts";
import { nameOf } from "../settings/names.ts";

/** The name of the compliance check's state machine, after the stack's. */
export const COMPLIANCE = "compliance";

/** The ARNs of the compliance check's state machine and of its executions, known before they are made. */
export function complianceArns({
  settings: { stack, region },
  account,
}: Pick<Platform, "settings" | "account">) {
  const name = nameOf(stack, COMPLIANCE);
  return {
    stateMachine: interpolate`arn:aws:states:${region}:${account}:stateMachine:${name}`,
    executions: interpolate`arn:aws:states:${region}:${account}:execution:${name}:*`,
  };
}
