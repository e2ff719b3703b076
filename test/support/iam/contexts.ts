import { changedSource, OTHER_ACCOUNT } from "./arn.ts";
import type { AllowedCall } from "./calls.ts";
import type { Call, Context } from "./evaluate.ts";

/** Services whose resources are to be reached over TLS alone. */
const TLS_ONLY = ["s3", "sns", "sqs"];

/** To whom a role might be passed. */
const SERVICES = ["ec2", "ecs-tasks", "elasticmapreduce", "glue", "lambda", "scheduler", "states", "ssm"].map(
  (service) => `${service}.amazonaws.com`,
);

/** The call with each of what it depends on missing, and changed; what is another allowed call is left out. */
export function changedContexts(call: AllowedCall, own: readonly AllowedCall[]): Call[] {
  const { by, action, resource, context = {}, deniedWith } = call;
  const changed: Context[] = [];
  for (const [key, value] of Object.entries(context)) {
    const { [key]: _, ...without } = context;
    changed.push(without, ...otherValues(key, value).map((other) => ({ ...context, [key]: other })));
  }
  if (deniedWith !== undefined) changed.push({ ...context, ...deniedWith });
  if (TLS_ONLY.includes(action.split(":")[0] ?? ""))
    changed.push({ ...context, "aws:SecureTransport": "false" });
  const meant = own.filter((one) => one.action === action && one.resource === resource);
  return changed
    .filter((one) => !meant.some((call) => isSame(one, call.context ?? {})))
    .map((one) => ({ by, action, resource, context: one }));
}

function otherValues(key: string, value: string): string[] {
  if (key === "iam:PassedToService") return SERVICES.filter((service) => service !== value);
  if (value.startsWith("arn:")) return changedSource(value);
  if (value === "true") return ["false"];
  return /^\d{12}$/.test(value) ? [OTHER_ACCOUNT] : [`${value}-other`, `other-${value}`];
}

const isSame = (left: Context, right: Context): boolean =>
  Object.keys(left).length === Object.keys(right).length &&
  Object.entries(left).every(([key, value]) => right[key] === value);
