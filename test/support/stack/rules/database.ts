import {
  at,
  labelOf,
  listOf,
  ofType,
  type Rule,
  textsIn,
  withAnother,
  withInputs,
  wrongOnes,
} from "./rule.ts";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";

const instances =
  (isRight: Parameters<typeof wrongOnes>[2]): Rule["faults"] =>
  (resources) =>
    wrongOnes(resources, INSTANCE, isRight);

/** Fields that would hold a secret, and the patterns of secrets that would stand anywhere. */
const SECRET_FIELDS =
  /^(password|passwordWo|masterPassword|masterUserPassword|secretString|secretStringWo|secretBinary)$/i;
const SECRET_TEXTS = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bA{10,}[A-Za-z0-9%]{20,}/,
  /\b[a-z]+:\/\/[^/\s:@]+:[^/\s:@]+@/,
  /\bBearer [A-Za-z0-9._~+/-]{8,}/,
];
/** Variables that name a secret hold its ARN. */
const SECRET_VARIABLES = /(SECRET|TOKEN|PASSWORD)/;

export const DATABASE_RULES: readonly Rule[] = [
  {
    says: "the database is encrypted on its disk",
    faults: instances(({ storageEncrypted }) => storageEncrypted === true),
    breaks: { "plain storage": withInputs(INSTANCE, "database", { storageEncrypted: false }) },
  },
  {
    says: "the database is not public",
    faults: instances(
      ({ publiclyAccessible, dbSubnetGroupName, vpcSecurityGroupIds }) =>
        publiclyAccessible === false &&
        typeof dbSubnetGroupName === "string" &&
        listOf(vpcSecurityGroupIds).length === 1,
    ),
    breaks: {
      "a public one": withInputs(INSTANCE, "database", { publiclyAccessible: true }),
      "one that does not say": withInputs(INSTANCE, "database", { publiclyAccessible: undefined }),
      "one in the default network": withInputs(INSTANCE, "database", { dbSubnetGroupName: undefined }),
    },
  },
  {
    says: "the database talks TLS alone",
    faults: (resources) =>
      wrongOnes(resources, INSTANCE, ({ parameterGroupName }) =>
        ofType(resources, PARAMETERS).some(
          ({ state, inputs }) =>
            state.name === parameterGroupName &&
            listOf(inputs.parameters).some(
              (one) => at(one, "name") === "rds.force_ssl" && at(one, "value") === "1",
            ),
        ),
      ),
    breaks: {
      "a group that does not ask for it": withInputs(PARAMETERS, "database", { parameters: [] }),
      "the default group": withInputs(INSTANCE, "database", { parameterGroupName: "default.postgres18" }),
    },
  },
  {
    says: "the database is signed in to by IAM, and RDS alone knows its owner's password",
    faults: instances(
      ({ iamDatabaseAuthenticationEnabled, manageMasterUserPassword }) =>
        iamDatabaseAuthenticationEnabled === true && manageMasterUserPassword === true,
    ),
    breaks: {
      "no signing in by IAM": withInputs(INSTANCE, "database", { iamDatabaseAuthenticationEnabled: false }),
      "a password of ours": withInputs(INSTANCE, "database", { manageMasterUserPassword: false }),
    },
  },
  {
    says: "the database is backed up, and goes with a last snapshot unless the stack says otherwise",
    faults: instances(
      ({ backupRetentionPeriod, skipFinalSnapshot, finalSnapshotIdentifier }) =>
        Number(backupRetentionPeriod) >= 1 &&
        skipFinalSnapshot === false &&
        typeof finalSnapshotIdentifier === "string",
    ),
    breaks: {
      "no backups": withInputs(INSTANCE, "database", { backupRetentionPeriod: 0 }),
      "no last snapshot": withInputs(INSTANCE, "database", { skipFinalSnapshot: true }),
    },
  },
  {
    says: "no secret is an input of anything",
    faults: (resources) => [
      ...ofType(resources, "aws:secretsmanager/secretVersion:SecretVersion").map(labelOf),
      ...resources.flatMap((one) =>
        textsIn(one.inputs)
          .filter(({ field, text }) => isSecret(field, text))
          .map(({ field }) => `${labelOf(one)} ${field}`),
      ),
    ],
    breaks: {
      "a password": withInputs(INSTANCE, "database", { password: "hunter2" }),
      "a secret's value": withAnother("aws:secretsmanager/secretVersion:SecretVersion", "x-token", {
        secretId: "x-token",
      }),
      "a token in a variable": withInputs("aws:lambda/function:Function", "neighbourhood-extract-posts", {
        environment: { variables: { X_TOKEN: "abc" } },
      }),
      "a key of AWS's in a description": withInputs(INSTANCE, "database", {
        description: "AKIAIOSFODNN7EXAMPLE",
      }),
      "a login in an address": withInputs(INSTANCE, "database", { url: "postgres://owner:word@host/db" }),
    },
  },
];

const isSecret = (field: string, text: string): boolean =>
  SECRET_FIELDS.test(field) ||
  SECRET_TEXTS.some((pattern) => pattern.test(text)) ||
  (/^[A-Z_]+$/.test(field) &&
    SECRET_VARIABLES.test(field) &&
    !/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:/.test(text));
