import { ANY_RESOURCE } from "../../../../infra/platform/permissions/statement.ts";
import { changed, type Resources, type Rule, textOf, without } from "./rule.ts";
import { allStatements, type Statement } from "./statements.ts";

const POLICY = "aws:iam/rolePolicy:RolePolicy";

/** Stands for a resource of any name: `*`, or an ARN that names no more than the service. */
const isAny = (resource: string): boolean => /^(\*|arn:aws:[a-z0-9-]+:[a-z0-9*-]*:[\d*]*:\*)$/.test(resource);

const faultsOf =
  (isWrong: (statement: Statement) => boolean): Rule["faults"] =>
  (resources) =>
    allStatements(resources)
      .filter(({ statement }) => isWrong(statement))
      .map(({ where, statement }) => `${where} ${statement.Sid}`);

/** A policy with one statement more. */
const withStatement = (name: string, statement: object) =>
  changed(POLICY, name, (one) => {
    const document = JSON.parse(textOf(one.inputs.policy));
    const Statement = [...document.Statement, { Sid: "More", Effect: "Allow", ...statement }];
    return { ...one, inputs: { ...one.inputs, policy: JSON.stringify({ ...document, Statement }) } };
  });

const BUCKET = "arn:aws:s3:::bucket/*";

/** @param stack the name of the stack: its own resources and roles have it. */
export const policyRules = (stack: string): readonly Rule[] => [
  {
    says: "nobody is allowed anything on any resource without a reason in ANY_RESOURCE",
    faults: faultsOf(
      ({ Effect, Sid, Resource = [] }) =>
        Effect === "Allow" && Resource.some(isAny) && !(Sid in ANY_RESOURCE),
    ),
    breaks: {
      "any resource": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Action: "s3:GetObject",
        Resource: "*",
      }),
      "any bucket": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Action: "s3:GetObject",
        Resource: [BUCKET, "arn:aws:s3:::*"],
      }),
    },
  },
  {
    says: "nobody is allowed all actions of a service without a reason in ANY_RESOURCE",
    faults: faultsOf(
      ({ Effect, Sid, Action }) =>
        Effect === "Allow" && Action.some((action) => action.includes("*")) && !(Sid in ANY_RESOURCE),
    ),
    breaks: {
      "all actions": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Action: "*",
        Resource: BUCKET,
      }),
      "all actions that begin so": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Action: ["s3:PutObject", "s3:Get*"],
        Resource: BUCKET,
      }),
    },
  },
  {
    says: "every reason in ANY_RESOURCE is one for a statement that is there",
    faults: (resources) => unusedReasons(resources),
    breaks: { "a reason without its statement": without(POLICY, `citypulse-${stack}-runs-clean-up`) },
  },
  {
    says: "nothing is allowed to everybody",
    faults: faultsOf(
      ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal ?? {}).includes('"*"'),
    ),
    breaks: {
      everybody: withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Principal: { AWS: ["*"] },
        Action: "s3:GetObject",
        Resource: BUCKET,
      }),
    },
  },
  {
    says: "every resource that is named is an ARN, so none of them is still empty",
    faults: faultsOf(
      ({ Resource = [] }) => !Resource.every((one) => one === "*" || one.startsWith("arn:aws:")),
    ),
    breaks: {
      "an empty resource": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Action: "s3:GetObject",
        Resource: "",
      }),
    },
  },
  {
    says: "the names of statements are told apart in every policy",
    faults: (resources) => {
      const names = allStatements(resources).map(({ where, statement }) => `${where} ${statement.Sid}`);
      return names.filter((name, index) => names.indexOf(name) !== index);
    },
    breaks: {
      "a name twice": withStatement(`citypulse-${stack}-neighbourhood-analyse`, {
        Sid: "Log",
        Action: "s3:GetObject",
        Resource: BUCKET,
      }),
    },
  },
];

function unusedReasons(resources: Resources): string[] {
  const used = new Set(
    allStatements(resources)
      .filter(({ statement: { Effect, Resource = [] } }) => Effect === "Allow" && Resource.some(isAny))
      .map(({ statement }) => statement.Sid),
  );
  return Object.keys(ANY_RESOURCE).filter((reason) => !used.has(reason));
}
