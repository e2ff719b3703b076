import { beforeAll, describe, expect, test } from "vitest";
import { type Access, accessOf } from "../../support/iam/access.ts";
import { allowedCalls } from "../../support/iam/calls.ts";
import { widenings } from "../../support/iam/changes.ts";
import { isAllowed } from "../../support/iam/evaluate.ts";
import { type Mutation, mutationsOf } from "../../support/iam/mutations.ts";
import { mockedStack } from "../../support/stack/mocked-stack.ts";

/** What no call can notice. */
const UNNOTICED = [
  // Signing in is the one action that there is.
  /^SignIn of .*: any action$/,
  // Nobody uses Airflow's bucket before Airflow is there.
  /^TlsOnly of arn:aws:s3:::airflow-/,
];

let access: Access;
let mutations: readonly Mutation[];
beforeAll(async () => {
  access = accessOf(await mockedStack());
  mutations = await mutationsOf(allowedCalls());
});

describe("a call that nobody meant to allow is denied", () => {
  test.each([
    ["another action", 20_000],
    ["another resource", 2_000],
    ["another context", 300],
    ["another caller", 6_000],
  ])("%s, tried more than %i times", async (kind, times) => {
    const tried = mutations.filter((mutation) => mutation.kind === kind);
    const allowed: Mutation["call"][] = [];
    for (const { call } of tried) if (await isAllowed(access, call)) allowed.push(call);
    expect(allowed).toEqual([]);
    expect(tried.length).toBeGreaterThan(times);
  });
});

test("a statement that is made wider, or a Deny that is left out, is found by one of these calls", async () => {
  const unnoticed: string[] = [];
  let tried = 0;
  for (const { what, access: wider, concerns, kinds } of widenings(access)) {
    tried += 1;
    const concerned = mutations.filter(({ kind, call }) => kinds.includes(kind) && concerns(call));
    if (!(await isFound(wider, concerned))) unnoticed.push(what);
  }
  expect(unnoticed.filter((what) => !UNNOTICED.some((known) => known.test(what)))).toEqual([]);
  expect(tried).toBeGreaterThan(350);
});

async function isFound(changed: Access, concerned: readonly Mutation[]): Promise<boolean> {
  for (const { call } of concerned) if (await isAllowed(changed, call)) return true;
  return false;
}
