import { actionsOf, arnOf, changedArns, OTHER_ACCOUNT, partsOf, patternsOf, placeOf } from "./arn.ts";
import type { AllowedCall } from "./calls.ts";
import { changedContexts } from "./contexts.ts";
import type { Call } from "./evaluate.ts";

/** A call that differs from an allowed one and that nobody meant to allow. */
export interface Mutation {
  readonly kind: "another action" | "another resource" | "another context" | "another caller";
  readonly call: Call;
}

/** A role of somebody else's, whose own account lets it do anything. */
const STRANGER = `arn:aws:iam::${OTHER_ACCOUNT}:role/stranger`;

/** What AWS answers to everybody, whatever the policies say. */
const ANYBODY = new Set(["sts:GetCallerIdentity"]);

/** Every mutation of the allowed calls, each once; of calls that mean the same to a permission, those of one. */
export async function mutationsOf(calls: readonly AllowedCall[]): Promise<Mutation[]> {
  const known = new Set<string>();
  const distinct = new Map<string, AllowedCall>();
  for (const call of calls) {
    const meaning = await meaningOf(call);
    known.add(meaning);
    distinct.set(`${meaning} ${JSON.stringify(call.context)}`, call);
  }
  const allowed = [...distinct.values()];
  const callers = [...new Set(allowed.map(({ by }) => by))];
  const mutations: Mutation[] = [];
  for (const by of callers) {
    const own = allowed.filter((call) => call.by === by);
    mutations.push(...(await otherActions(own)), ...(await otherResources(own, allowed)));
    mutations.push(...own.flatMap((call) => changedContexts(call, own)).map(mutation("another context")));
  }
  for (const by of [...callers, STRANGER])
    mutations.push(...allowed.map((call) => ({ ...bare(call), by })).map(mutation("another caller")));
  const unmeant = new Map<string, Mutation>();
  for (const one of mutations) {
    const isMeant = one.kind !== "another context" && known.has(await meaningOf(one.call));
    if (!isMeant) unmeant.set(JSON.stringify(one), one);
  }
  return [...unmeant.values()];
}

const mutation =
  (kind: Mutation["kind"]) =>
  (call: Call): Mutation => ({ kind, call });

const bare = ({ by, action, resource, context }: AllowedCall): Call => ({
  by,
  action,
  resource,
  ...(context && { context }),
});

/** What a permission can tell of a call: objects of one folder, executions of one state machine are the same to it. */
const meaningOf = async ({ by, action, resource }: Call): Promise<string> =>
  [by, action, await placeOf(action, resource)].join(" ");

/** Every other action of the services that the caller uses, on what it uses, or on anything where it uses nothing of the kind. */
async function otherActions(own: readonly AllowedCall[]): Promise<Mutation[]> {
  const mutations: Mutation[] = [];
  const used = new Set(own.map(({ action }) => action));
  const services = new Set([...used].map((action) => action.split(":")[0] ?? ""));
  for (const service of services) {
    const calls = own.filter(({ action }) => action.startsWith(`${service}:`));
    const places = await onePerPlace(calls);
    // What one call is allowed with, another might be allowed with.
    const contexts = new Map(calls.map(({ by, context }) => [JSON.stringify(context), { by, context }]));
    for (const action of await actionsOf(service)) {
      if (used.has(action) || ANYBODY.has(action)) continue;
      for (const resource of await resourcesFor(action, places))
        for (const { by, context } of contexts.values())
          mutations.push({
            kind: "another action",
            call: { by, action, resource, ...(context && { context }) },
          });
    }
  }
  return mutations;
}

async function onePerPlace(calls: readonly AllowedCall[]): Promise<string[]> {
  const places = new Map<string, string>();
  for (const { action, resource } of calls) places.set(await placeOf(action, resource), resource);
  return [...places.values()];
}

async function resourcesFor(action: string, candidates: readonly string[]): Promise<string[]> {
  const patterns = await patternsOf(action);
  if (patterns.length === 0) return ["*"];
  const fitting = candidates.filter((arn) => patterns.some((pattern) => partsOf(pattern, arn)));
  const anything = { Partition: "aws", Region: "us-east-1", Account: "123456789012" };
  return fitting.length > 0 ? fitting : patterns.map((pattern) => arnOf(pattern, anything));
}

/** Everything that anybody uses, and every resource of a call in another place or of another name. */
async function otherResources(
  own: readonly AllowedCall[],
  allowed: readonly AllowedCall[],
): Promise<Mutation[]> {
  const mutations: Mutation[] = [];
  const everywhere = [...new Set(await onePerPlace(allowed))].filter((arn) => arn !== "*");
  for (const call of own) {
    if (call.anyResource !== undefined || call.resource === "*") continue;
    const patterns = await patternsOf(call.action);
    const fitting = everywhere.filter((arn) => patterns.some((pattern) => partsOf(pattern, arn)));
    for (const resource of [...fitting, ...(await changedArns(call.action, call.resource))])
      mutations.push({ kind: "another resource", call: { ...bare(call), resource } });
  }
  return mutations;
}
