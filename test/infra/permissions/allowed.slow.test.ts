import { beforeAll, expect, test } from "vitest";
import { type Access, accessOf } from "../../support/iam/access.ts";
import { type AllowedCall, allowedCalls } from "../../support/iam/calls.ts";
import { narrowings } from "../../support/iam/changes.ts";
import { isAllowed } from "../../support/iam/evaluate.ts";
import { mockedStack } from "../../support/stack/mocked-stack.ts";

const calls = allowedCalls();
const callers = [...new Set(calls.map(({ by }) => by))];

/** What the pipeline does not call: without it nobody could ever change the key again. */
const ADMINISTRATION = /^AccountAdministration of arn:aws:kms:/;

let access: Access;
beforeAll(async () => {
  access = accessOf(await mockedStack());
});

test.each(callers)("%s may do all that it does", async (by) => {
  const denied: AllowedCall[] = [];
  for (const call of calls.filter((one) => one.by === by))
    if (!(await isAllowed(access, call))) denied.push(call);
  expect(denied).toEqual([]);
});

test("every role is called by somebody, and does something", () => {
  const roles = [...access.identities.keys()];
  expect(roles.filter((role) => !callers.includes(role))).toEqual([]);
  expect([...access.trusts.keys()].filter((role) => !calls.some((call) => call.resource === role))).toEqual(
    [],
  );
});

test("no action and no resource of a statement could be left out", async () => {
  const unused: string[] = [];
  let tried = 0;
  for (const { what, access: narrower, concerns } of narrowings(access)) {
    tried += 1;
    const concerned = calls.filter(concerns);
    if (await areAllowed(narrower, concerned)) unused.push(what);
  }
  expect(unused.filter((what) => !ADMINISTRATION.test(what))).toEqual([]);
  expect(tried).toBeGreaterThan(500);
});

async function areAllowed(narrower: Access, concerned: readonly AllowedCall[]): Promise<boolean> {
  for (const call of concerned) if (!(await isAllowed(narrower, call))) return false;
  return true;
}
