import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { INSTALL_MS, type Moto, startMoto } from "../support/aws/moto.ts";
import { sentRequests } from "../support/aws/sent-requests.ts";
import { roleOf, rolePolicyOf, secretOf } from "../support/aws/shapes/identity.ts";
import { faultsOf } from "../support/aws/validate-requests.ts";
import { type MockedStack, mockedStack } from "../support/stack/mocked-stack.ts";

let moto: Moto;
let stack: MockedStack;
const sent = sentRequests();
beforeAll(async () => {
  [moto, stack] = await Promise.all([startMoto(), mockedStack()]);
}, INSTALL_MS);
afterAll(() => moto?.stop());

const all = (type: string) => stack.ofType(type).map(({ inputs, name }) => ({ inputs, name }));

test("IAM takes every role and policy", async () => {
  const client = new IAMClient(moto.settings);
  const roles = all("aws:iam/role:Role").map(({ inputs }) => roleOf(inputs));
  expect(roles.length).toBeGreaterThan(10);
  for (const role of roles) {
    await client.send(sent.note("iam", new CreateRoleCommand(role)));
    const { Role } = await client.send(new GetRoleCommand({ RoleName: role.RoleName }));
    expect(Role).toMatchObject({ RoleName: role.RoleName, Description: role.Description });
    expect(decoded(Role?.AssumeRolePolicyDocument)).toEqual(JSON.parse(role.AssumeRolePolicyDocument));
  }
  for (const { inputs } of all("aws:iam/rolePolicy:RolePolicy")) {
    const { PolicyDocument, ...names } = rolePolicyOf(inputs);
    await client.send(sent.note("iam", new PutRolePolicyCommand({ ...names, PolicyDocument })));
    const read = await client.send(new GetRolePolicyCommand(names));
    expect(decoded(read.PolicyDocument)).toEqual(JSON.parse(PolicyDocument));
  }
});

/** IAM answers documents as URLs have them. */
const decoded = (document = ""): unknown => JSON.parse(decodeURIComponent(document));

test("Secrets Manager takes the secret, which has no value", async () => {
  const client = new SecretsManagerClient(moto.settings);
  for (const { inputs } of all("aws:secretsmanager/secret:Secret")) {
    const secret = secretOf(inputs, "0000");
    const { VersionId } = await client.send(sent.note("secretsmanager", new CreateSecretCommand(secret)));
    expect(VersionId).toBeUndefined();
    expect(await client.send(new DescribeSecretCommand({ SecretId: secret.Name }))).toMatchObject(secret);
  }
});

test("AWS's models of its APIs know every field of what was sent", async () => {
  expect(sent.all.length).toBeGreaterThan(20);
  expect(await faultsOf(sent.all)).toEqual([]);
});
