import { afterEach, beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { openAws } from "../../../local/aws/clients.ts";
import { findMachines } from "../../../local/aws/machines.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { type FakeStack, MACHINE, startFakeStack } from "./fake-stack.ts";

let stack: FakeStack;
beforeEach(async () => {
  stack = await startFakeStack();
});
afterEach(() => stack.close());

const find = async (
  name: string,
  { accountId, pipeline }: { accountId?: string; pipeline?: string } = {},
) => {
  const credentials = { ...stack.settings.credentials, ...(accountId === undefined ? {} : { accountId }) };
  const aws = await openAws({ ...stack.settings, credentials });
  return (await findMachines(aws, name, pipeline)).map(({ arn }) => arn);
};
const listed = (...names: string[]) =>
  names.map((name) => ({ name, stateMachineArn: `${MACHINE.slice(0, MACHINE.lastIndexOf(":"))}:${name}` }));

test("a stack's state machine is found by its name, on whichever page it is", async () => {
  const pages = [
    { body: { stateMachines: listed("other"), nextToken: "second" } },
    { body: { stateMachines: [], nextToken: "third" } },
    { body: { stateMachines: listed("citypulse-dev-neighbourhood") } },
  ];
  stack.operations.ListStateMachines = () => pages.shift() ?? { body: {} };
  expect(await find("dev")).toEqual([MACHINE]);
  expect(stack.asked("ListStateMachines")).toEqual([{}, { nextToken: "second" }, { nextToken: "third" }]);
});

test("a stack's machines are found for every pipeline, and for one if it is named; others are none of it", async () => {
  const names = ["compliance", "neighbourhood", "2-neighbourhood", "weather"].map(
    (part) => `citypulse-dev-${part}`,
  );
  stack.operations.ListStateMachines = () => ({ body: { stateMachines: listed(...names) } });
  const [compliance] = listed("citypulse-dev-compliance");
  expect(await find("dev")).toEqual([MACHINE, compliance?.stateMachineArn]);
  expect(await find("dev", { pipeline: "compliance" })).toEqual([compliance?.stateMachineArn]);
});

test("a pipeline that the stack does not have is told with those that it has", async () => {
  const finding = find("dev", { pipeline: "compliance" });
  await expect(finding).rejects.toThrow("The stack dev has no pipeline compliance");
  await expect(finding).rejects.toMatchObject({ hint: expect.stringContaining("are neighbourhood. Enable") });
});

test("a stack that is not there is told with the place that was looked at and the stacks that are there", async () => {
  stack.operations.ListStateMachines = () => ({
    body: { stateMachines: listed("citypulse-prod-neighbourhood", "citypulse-dev-2-compliance", "other") },
  });
  const error: unknown = await find("dev").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidInput);
  expect(error).toMatchObject({
    message:
      "There is no state machine of the stack dev in the region eu-west-2 of the account 123456789012, which has 3 state machines.",
    hint: expect.stringContaining("The stacks there: dev-2, prod."),
  });
});

test("where there is no state machine at all, the account is the one that the credentials say", async () => {
  stack.operations.ListStateMachines = () => ({ body: { stateMachines: [] } });
  await expect(find("dev", { accountId: "210987654321" })).rejects.toThrow(
    "of the account 210987654321, which has 0 state machines",
  );
  await expect(find("dev")).rejects.toThrow("of the account of your AWS credentials");
  await expect(find("dev")).rejects.toMatchObject({ hint: expect.stringContaining("pulumi up") });
});

test("who may not list state machines is told what to allow", async () => {
  stack.operations.ListStateMachines = () =>
    refusal("AccessDeniedException", "User ann is not authorized to perform states:ListStateMachines");
  await expect(find("dev")).rejects.toThrow(/list the state machines of eu-west-2: .*ann is not authorized/);
});

test("a region that does not exist is named", async () => {
  const lost = { ...stack.settings, region: "eu-west-99", endpoint: "http://states.eu-west-99.invalid" };
  const finding = findMachines(await openAws({ ...lost, maxAttempts: 1 }), "dev");
  await expect(finding).rejects.toThrow("AWS cannot be reached in the region eu-west-99");
});
