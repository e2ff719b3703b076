import { beforeAll, describe, expect, test } from "vitest";
import managed from "../../fixtures/aws/emr-service-policy-v2.json" with { type: "json" };
import { machineCalls } from "../../fixtures/service-calls/emr-machines.ts";
import { type Access, accessOf } from "../../support/iam/access.ts";
import { type Call, isAllowed } from "../../support/iam/evaluate.ts";
import { arn, role } from "../../support/iam/names.ts";
import { Policy } from "../../support/iam/policy.ts";
import { neighbourhoodOf } from "../../support/stack/definitions.ts";
import { type MockedStack, mockedStack } from "../../support/stack/mocked-stack.ts";

const TAG = "for-use-with-amazon-emr-managed-policies";
const GROUPS = ["emr-primary", "emr-core", "emr-service"];
const SERVICE = role("emr-service");

let stack: MockedStack;
let access: Access;
let calls: readonly Call[];

beforeAll(async () => {
  stack = await mockedStack();
  const own = accessOf(stack);
  const inline = own.identities.get(SERVICE);
  const ofAws = Policy.parse(managed.document);
  const both = { ...ofAws, Statement: [...ofAws.Statement, ...(inline?.Statement ?? [])] };
  access = { ...own, identities: new Map([...own.identities, [SERVICE, both]]) };
  calls = machineCalls({ network: networkOf(stack), cluster: clusterTags(stack) });
});

/** The tags that the program gives its network, by the resources that EMR uses. */
function networkOf(made: MockedStack) {
  const subnetSpecs = made.find("awsx:ec2:Vpc", "vpc").inputs.subnetSpecs as {
    tags: Record<string, string>;
  }[];
  return new Map([
    ...subnetSpecs.map(({ tags }, at) => [arn("ec2", `subnet/subnet-${at}`), tags] as const),
    ...GROUPS.map((name) => {
      const { tags } = made.find("aws:ec2/securityGroup:SecurityGroup", name).inputs;
      return [arn("ec2", `security-group/sg-${name}`), tags as Record<string, string>] as const;
    }),
  ]);
}

/** The tags that do not depend on the execution. */
const clusterTags = (made: MockedStack): Record<string, string> =>
  Object.fromEntries(
    neighbourhoodOf(made).States.CreateCluster.Parameters.Tags.flatMap((tag) =>
      "Value" in tag ? [[tag.Key, tag.Value]] : [],
    ),
  );

const allowed = async (some: readonly Call[]): Promise<Call[]> => {
  const found: Call[] = [];
  for (const call of some) if (await isAllowed(access, call)) found.push(call);
  return found;
};

test("AWS's managed policy is the one that EMR's role has, and the only one of any role", () => {
  expect(
    stack.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs),
  ).toEqual([
    {
      role: "citypulse-dev-emr-service",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2",
    },
  ]);
});

test("EMR may do all that it takes to start and end the machines of a cluster", async () => {
  expect(calls.length).toBeGreaterThan(40);
  expect(await allowed(calls)).toEqual(calls);
});

describe("EMR may not", () => {
  const without = (context: Call["context"] = {}) =>
    Object.fromEntries(Object.entries(context).filter(([key]) => !key.endsWith(`/${TAG}`)));
  const needsTag = () =>
    calls.filter(({ context = {} }) => Object.keys(context).some((key) => key.endsWith(TAG)));

  test("use or make anything in EC2 that lacks the tag", async () => {
    // What is tagged while it is made is bound to that request, whatever the tags.
    const some = needsTag().filter(({ action }) => action !== "ec2:CreateTags");
    expect(some.length).toBeGreaterThan(30);
    expect(await allowed(some.map((call) => ({ ...call, context: without(call.context) })))).toEqual([]);
  });

  test("tag what it does not make", async () => {
    const some = calls.filter(({ action }) => action === "ec2:CreateTags");
    const later = some.map((call) => ({ ...call, context: {} }));
    expect(await allowed(later)).toEqual([]);
  });

  test("give machines another role than that of the stack's nodes", async () => {
    const others = [...access.identities.keys()].filter((name) => name !== role("emr-node"));
    expect(others.length).toBeGreaterThan(20);
    const passing = others.map((resource) => ({
      by: SERVICE,
      action: "iam:PassRole",
      resource,
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    }));
    expect(await allowed(passing)).toEqual([]);
  });
});
