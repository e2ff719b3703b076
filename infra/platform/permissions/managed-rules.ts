import { allow, type Statement } from "./statement.ts";
import type { Owner } from "./task-resource.ts";

/** EventBridge's rules by which Step Functions learns that a `.sync` task has ended; it makes them itself. */
export const managedRules = (Sid: string, rules: readonly string[], { account, region }: Owner): Statement =>
  allow(
    Sid,
    ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    rules.map((rule) => `arn:aws:events:${region}:${account}:rule/${rule}`),
  );
