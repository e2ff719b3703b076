import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ANY_RESOURCE } from "../../../infra/platform/permissions/statement.ts";
import { ALERT_CALLS } from "../../fixtures/service-calls/alerts.ts";
import { EMR_CALLS } from "../../fixtures/service-calls/emr.ts";
import { FUNCTION_CALLS } from "../../fixtures/service-calls/functions.ts";
import { LAMBDA_CALLS } from "../../fixtures/service-calls/lambda.ts";
import { STEP_FUNCTIONS_CALLS } from "../../fixtures/service-calls/step-functions.ts";
import { TRUST_CALLS } from "../../fixtures/service-calls/trust.ts";
import type { Call, Context } from "./evaluate.ts";
import { CLUSTER_TAGS, role } from "./names.ts";
import { PIPELINES } from "./pipelines.ts";

/** A call that the stack dev makes in us-east-1, or that AWS makes for it, and that must be allowed. */
export interface AllowedCall extends Call {
  /** Where it stands that the call is made: a page of AWS's documentation, or a file of the project. */
  readonly source: string;
  /** Why the permission names no resource although the call has one. */
  readonly anyResource?: keyof typeof ANY_RESOURCE;
  /** With this in its context it is a call of somebody else's, and must be denied. */
  readonly deniedWith?: Context;
}

/** What the functions called while each pipeline ran: test/infra/calls.slow.test.ts, housing-calls.slow.test.ts, … */
const RECORDED = PIPELINES.map(({ calls }) => `test/fixtures/${calls}`);

const Recorded = z.array(z.object({ function: z.string(), action: z.string(), resource: z.string() }));

/** What a call depends on that is not in its record: the tags of the clusters that are the stack's own. */
const DEPENDS: Readonly<Record<string, Context>> = {
  "elasticmapreduce:TerminateJobFlows": CLUSTER_TAGS,
};

/** Every call that must be allowed, each once. */
export function allowedCalls(): AllowedCall[] {
  const recorded = RECORDED.flatMap((source) =>
    Recorded.parse(JSON.parse(readFileSync(source, "utf8"))).map(
      ({ function: name, action, resource }): AllowedCall => ({
        by: role(name),
        action,
        // Ids are generalised there; a request names one thing.
        resource: resource === "*" ? resource : resource.replaceAll("*", "any"),
        ...(DEPENDS[action] && { context: DEPENDS[action] }),
        source,
      }),
    ),
  );
  const all = [
    ...recorded,
    ...FUNCTION_CALLS,
    ...LAMBDA_CALLS,
    ...STEP_FUNCTIONS_CALLS,
    ...EMR_CALLS,
    ...ALERT_CALLS,
    ...TRUST_CALLS,
  ];
  return [...new Map(all.map((call) => [JSON.stringify({ ...call, source: "" }), call])).values()];
}
