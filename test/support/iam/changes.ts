import type { Access } from "./access.ts";
import { type Call, matchesAction } from "./evaluate.ts";
import type { Mutation } from "./mutations.ts";
import type { Policy, PolicyStatement } from "./policy.ts";

/** A stack's policies with one statement changed. */
export interface Change {
  /** `EndClusters of arn:aws:iam::…: no condition`. */
  readonly what: string;
  readonly access: Access;
  /** Whether the answer to the call may be another one now. */
  concerns(call: Call): boolean;
  /** What kinds of mutation it may allow. */
  readonly kinds: readonly Mutation["kind"][];
}

const ANY_KIND = ["another action", "another resource", "another context", "another caller"] as const;

/** Each statement made wider: any action, any resource, anybody, no condition; and each Deny left out. */
export function* widenings(access: Access): Generator<Change> {
  for (const place of statements(access))
    for (const [what, statement, kinds] of widened(place))
      yield { ...changed(access, place, what, statement), kinds };
}

/** Each statement that allows, without one of its actions, or without one of its resources. */
export function* narrowings(access: Access): Generator<Change> {
  for (const place of statements(access)) {
    const { statement } = place;
    if (statement.Effect === "Deny") continue;
    for (const field of ["Action", "Resource"] as const) {
      const all = statement[field] ?? [];
      for (const one of all) {
        const rest = all.filter((other) => other !== one);
        const narrowed = rest.length === 0 ? undefined : { ...statement, [field]: rest };
        const { concerns, ...change } = changed(access, place, one, narrowed);
        const isOf = (call: Call) => (field === "Action" ? call.action === one : isUnder(call.resource, one));
        yield { ...change, concerns: (call) => concerns(call) && isOf(call), kinds: [] };
      }
    }
  }
}

/** Whether a pattern, whose only star is its last character, stands for the resource. */
const isUnder = (resource: string, pattern: string): boolean =>
  pattern.endsWith("*") ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern;

/** Where a statement stands. */
interface Place {
  readonly kind: keyof Access;
  readonly holder: string;
  readonly policy: Policy;
  readonly statement: PolicyStatement;
}

type Widened = readonly [string, PolicyStatement | undefined, Change["kinds"]];

function* widened({ kind, statement }: Place): Generator<Widened> {
  if (statement.Effect === "Deny") {
    yield ["left out", undefined, ANY_KIND];
    return;
  }
  const { Condition, ...unconditional } = statement;
  // With its condition it might stay as narrow as it was: other actions know nothing of `iam:PassedToService`.
  const Action = [...new Set(statement.Action.map((action) => `${action.split(":")[0]}:*`))];
  if (Action.join() !== statement.Action.join())
    yield ["any action", { ...unconditional, Action }, ["another action"]];
  if (Condition !== undefined) yield ["no condition", unconditional, ["another context", "another caller"]];
  // The policy of a resource speaks of that resource alone, whatever it says.
  if (kind !== "identities") yield ["anybody", { ...statement, Principal: "*" }, ["another caller"]];
  else if (!statement.Resource?.includes("*"))
    yield ["any resource", { ...statement, Resource: ["*"] }, ["another resource", "another caller"]];
}

function* statements(access: Access): Generator<Place> {
  for (const kind of ["identities", "trusts", "resources"] as const)
    for (const [holder, policy] of access[kind])
      for (const statement of policy.Statement) yield { kind, holder, policy, statement };
}

function changed(
  access: Access,
  { kind, holder, policy, statement }: Place,
  what: string,
  replacement: PolicyStatement | undefined,
): Omit<Change, "kinds"> {
  const actions = [...statement.Action, ...(replacement?.Action ?? [])];
  const isAt = ({ by, resource }: Call) =>
    kind === "identities" ? by === holder : resource === holder || resource.startsWith(`${holder}/`);
  const Statement = policy.Statement.flatMap((one) => (one === statement ? (replacement ?? []) : one));
  return {
    what: `${statement.Sid} of ${holder}: ${what}`,
    access: { ...access, [kind]: new Map([...access[kind], [holder, { ...policy, Statement }]]) },
    concerns: (call) => isAt(call) && actions.some((pattern) => matchesAction(call.action, pattern)),
  };
}
