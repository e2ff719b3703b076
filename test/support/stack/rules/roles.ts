import type { Registered } from "../mocked-stack.ts";
import {
  at,
  changed,
  labelOf,
  ofType,
  type Resources,
  type Rule,
  textOf,
  withAnother,
  withInputs,
  without,
} from "./rule.ts";
import { statementsOf } from "./statements.ts";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const FUNCTION = "aws:lambda/function:Function";

/** Where a type names the role that it takes on. */
const ROLE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  [FUNCTION]: ["role"],
  "aws:sfn/stateMachine:StateMachine": ["roleArn"],
  "aws:scheduler/schedule:Schedule": ["target", "roleArn"],
  "aws:cloudwatch/eventTarget:EventTarget": ["roleArn"],
  "aws:iam/instanceProfile:InstanceProfile": ["role"],
};

/** @param stack the name of the stack: its roles have it. */
export const roleRules = (stack: string): readonly Rule[] => [
  {
    says: "every role is used by exactly one thing",
    faults: (resources) => {
      const used = usedRoles(resources);
      return ofType(resources, ROLE)
        .filter(({ state }) => used.filter((role) => role === state.arn || role === state.name).length !== 1)
        .map(labelOf);
    },
    breaks: {
      "a role of nobody": withAnother(ROLE, "idle", { name: "idle" }),
      "a role of two": withInputs(FUNCTION, "neighbourhood-publish", {
        role: `arn:aws:iam::123456789012:role/citypulse-${stack}-neighbourhood-analyse`,
      }),
      "a function less": without(FUNCTION, "neighbourhood-publish"),
    },
  },
  {
    says: "every role has exactly one policy",
    faults: (resources) =>
      ofType(resources, ROLE)
        .filter(
          ({ state }) =>
            ofType(resources, POLICY).filter(({ inputs }) => inputs.role === state.name).length !== 1,
        )
        .map(labelOf),
    breaks: {
      "a role without": without(POLICY, `citypulse-${stack}-neighbourhood-publish`),
      "a role with two": withAnother(POLICY, "more", { role: `citypulse-${stack}-neighbourhood-publish` }),
    },
  },
  {
    says: "every role is taken on by one service, and by nobody else",
    faults: (resources) =>
      ofType(resources, ROLE)
        .filter((role) => {
          const [trust, ...more] = statementsOf(role);
          const services = JSON.stringify(trust?.Principal);
          const isOne = /^\{"Service":"[a-z0-9]+\.amazonaws\.com"\}$/.test(services);
          return !isOne || more.length > 0 || trust?.Action.join() !== "sts:AssumeRole";
        })
        .map(labelOf),
    breaks: {
      "an account": withInputs(ROLE, `citypulse-${stack}-neighbourhood-publish`, {
        assumeRolePolicy: trustOf({ AWS: "arn:aws:iam::999999999999:root" }),
      }),
      "two services": withInputs(ROLE, `citypulse-${stack}-neighbourhood-publish`, {
        assumeRolePolicy: trustOf({ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] }),
      }),
    },
  },
  {
    says: "whoever takes a role on waits for its policy: Step Functions and Scheduler refuse what may do nothing yet",
    faults: (resources) =>
      resources
        .filter(({ type, inputs, dependencies }) => {
          const role = textOf(at(inputs, ...(ROLE_FIELDS[type] ?? ["-"])));
          return role !== "" && !dependencies.includes(`${POLICY} ${role.split("/").at(-1)}`);
        })
        .map(labelOf),
    breaks: {
      "a function that does not": changed(FUNCTION, "neighbourhood-publish", hasty),
      "a state machine that does not": changed("aws:sfn/stateMachine:StateMachine", "neighbourhood", hasty),
      "a schedule that does not": changed("aws:scheduler/schedule:Schedule", "weekly", hasty),
    },
  },
];

/** The same, made before all that it needs. */
function hasty(resource: Registered): Registered {
  return { ...resource, dependencies: [] };
}

/** The ARN or the name of each role that something takes on, EMR's as the definition names it. */
function usedRoles(resources: Resources): string[] {
  const named = resources.flatMap(({ type, inputs }) => {
    const field = ROLE_FIELDS[type];
    return field === undefined ? [] : [textOf(at(inputs, ...field))];
  });
  const definitions = ofType(resources, "aws:sfn/stateMachine:StateMachine").map(({ inputs }) =>
    JSON.parse(textOf(inputs.definition)),
  );
  return [
    ...named,
    ...definitions.map((one) => textOf(at(one, "States", "CreateCluster", "Parameters", "ServiceRole"))),
  ];
}

function trustOf(Principal: object): string {
  const statement = { Sid: "Trust", Effect: "Allow", Principal, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
