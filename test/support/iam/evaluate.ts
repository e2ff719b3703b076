import {
  createValidatedPolicy,
  validateIdentityPolicy,
  validateResourcePolicy,
} from "@cloud-copilot/iam-policy";
import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "../stack/mock-outputs.ts";
import type { Access } from "./access.ts";
import type { Policy } from "./policy.ts";

/** What AWS knows of a request besides who asks for what, by condition key. */
export type Context = Readonly<Record<string, string>>;

/** A request to AWS, as IAM sees it. */
export interface Call {
  /** The ARN of a role, or a service such as `events.amazonaws.com`. */
  readonly by: string;
  readonly action: string;
  /** An ARN; `*` for an action that takes none. */
  readonly resource: string;
  /** What the permission may depend on. */
  readonly context?: Context;
}

/** What a stranger may do by the policies of the account that the stranger is of: everything. */
const ANYTHING: Policy = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Anything", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};

/**
 * Whether AWS allows the call, by IAM's documented logic: the role's policy, the resource's, the trust policy where a role
 * is taken on. A role of another account may do by its own policy whatever it likes. Calls go over TLS where their
 * context says nothing else. Throws for an action, a resource or a policy that AWS does not know.
 */
export async function isAllowed(access: Access, call: Call): Promise<boolean> {
  const { by, action, resource, context = {} } = call;
  const isRole = by.startsWith("arn:");
  const identity = access.identities.get(by) ?? (isRole && accountOf(by) !== ACCOUNT ? ANYTHING : undefined);
  if (isRole && identity === undefined) throw new RangeError(`The stack has no role ${by}.`);
  const policies = action.startsWith("sts:")
    ? access.trusts.get(resource)
    : access.resources.get(holderOf(resource));
  // What no statement allows is denied: most mutations end here, without asking for what each action takes.
  if (![identity, policies].some((policy) => policy && mayAllow(policy, action))) return false;
  const simulation: Simulation = {
    request: {
      principal: by,
      action,
      resource: { resource, accountId: accountOf(resource) },
      contextVariables: { "aws:SecureTransport": "true", ...context },
    },
    identityPolicies: identity ? [{ name: "own", policy: validIdentity(identity) }] : [],
    resourcePolicy: policies && validResource(policies),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error") {
    // A version and an alias of a function look alike, for one: which of them it is matters to no policy.
    if (answer.errors.message === "multiple.resource.types")
      return runUnsafeSimulation(simulation, {}) === "Allowed";
    throw new RangeError(
      `IAM cannot be asked for ${action} on ${resource}: ${JSON.stringify(answer.errors)}`,
    );
  }
  return answer.overallResult === "Allowed";
}

const mayAllow = ({ Statement }: Policy, action: string): boolean =>
  Statement.some(
    ({ Effect, Action }) => Effect === "Allow" && Action.some((pattern) => matchesAction(action, pattern)),
  );

/** Actions have letters, digits, `-` and one colon; in a pattern `*` stands for any of them, whatever their case. */
export const matchesAction = (action: string, pattern: string): boolean =>
  pattern.includes("*")
    ? new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(action)
    : pattern.toLowerCase() === action.toLowerCase();

/** The policy of a bucket is that of its objects. */
const holderOf = (resource: string): string =>
  resource.startsWith("arn:aws:s3:::") ? (resource.split("/")[0] ?? "") : resource;

/** Buckets name no account: they are ours. */
const accountOf = (resource: string): string => resource.split(":")[4] || ACCOUNT;

const validIdentity = validated(validateIdentityPolicy);
const validResource = validated(validateResourcePolicy);

/** Policies are asked many times, and checked once. */
function validated(validate: typeof validateIdentityPolicy) {
  const known = new WeakMap<Policy, unknown>();
  return (policy: Policy): unknown => {
    const checked = known.get(policy) ?? createValidatedPolicy(policy, validate, { name: "own" });
    known.set(policy, checked);
    return checked;
  };
}
