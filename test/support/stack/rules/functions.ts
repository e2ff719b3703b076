import {
  at,
  listOf,
  ofType,
  type Rule,
  textOf,
  withAnother,
  withInputs,
  without,
  wrongOnes,
} from "./rule.ts";

const FUNCTION = "aws:lambda/function:Function";
const LOG = "aws:cloudwatch/logGroup:LogGroup";
const MACHINE = "aws:sfn/stateMachine:StateMachine";

const functions =
  (isRight: Parameters<typeof wrongOnes>[2]): Rule["faults"] =>
  (resources) =>
    wrongOnes(resources, FUNCTION, isRight);

const isBetween = (value: unknown, least: number, most: number): boolean =>
  typeof value === "number" && value >= least && value <= most;

/** @param stack the name of the stack: its roles have it. */
export const functionRules = (stack: string): readonly Rule[] => [
  {
    says: "every function has a timeout and memory",
    faults: functions(
      ({ timeout, memorySize }) => isBetween(timeout, 10, 900) && isBetween(memorySize, 128, 10_240),
    ),
    breaks: {
      "Lambda's own 3 seconds": withInputs(FUNCTION, "neighbourhood-publish", { timeout: undefined }),
      "Lambda's own memory": withInputs(FUNCTION, "neighbourhood-publish", { memorySize: undefined }),
    },
  },
  {
    says: "every function is run by Node 24 on Graviton",
    faults: functions(
      ({ runtime, architectures, handler }) =>
        runtime === "nodejs24.x" && at(architectures, 0) === "arm64" && handler === "index.handler",
    ),
    breaks: {
      "an older Node": withInputs(FUNCTION, "neighbourhood-publish", { runtime: "nodejs20.x" }),
      "another processor": withInputs(FUNCTION, "neighbourhood-publish", { architectures: ["x86_64"] }),
    },
  },
  {
    says: "every function traces",
    faults: functions(({ tracingConfig }) => at(tracingConfig, "mode") === "Active"),
    breaks: { "no traces": withInputs(FUNCTION, "neighbourhood-publish", { tracingConfig: undefined }) },
  },
  {
    says: "no function reserves concurrency: PipelineFunction says why",
    faults: functions(({ reservedConcurrentExecutions }) => reservedConcurrentExecutions === undefined),
    breaks: {
      "one that does": withInputs(FUNCTION, "neighbourhood-publish", { reservedConcurrentExecutions: 1 }),
    },
  },
  {
    says: "every function has a log of its own",
    faults: (resources) =>
      wrongOnes(resources, FUNCTION, ({ loggingConfig, name }) => {
        const log = at(loggingConfig, "logGroup");
        const users = ofType(resources, FUNCTION).filter(
          ({ inputs }) => at(inputs.loggingConfig, "logGroup") === log,
        );
        return users.length === 1 && hasLog(resources, log) && log === `/aws/lambda/${textOf(name)}`;
      }),
    breaks: {
      "a log that Lambda would make": without(LOG, "neighbourhood-publish"),
      "another's log": withInputs(FUNCTION, "neighbourhood-publish", {
        loggingConfig: {
          logFormat: "Text",
          logGroup: `/aws/lambda/citypulse-${stack}-neighbourhood-analyse`,
        },
      }),
    },
  },
  {
    says: "every log ends",
    faults: (resources) =>
      wrongOnes(resources, LOG, ({ retentionInDays }) => isBetween(retentionInDays, 1, 3653)),
    breaks: {
      "a log for ever": withInputs(LOG, "neighbourhood-publish", { retentionInDays: 0 }),
      "a new log": withAnother(LOG, "new", { name: "/aws/lambda/new" }),
    },
  },
  {
    says: "the state machine is of the kind Standard, logs and traces",
    faults: (resources) =>
      wrongOnes(
        resources,
        MACHINE,
        ({ type, loggingConfiguration, tracingConfiguration }) =>
          type === "STANDARD" &&
          at(loggingConfiguration, "level") === "ERROR" &&
          hasLog(resources, logName(at(loggingConfiguration, "logDestination"))) &&
          at(tracingConfiguration, "enabled") === true,
      ),
    breaks: {
      "an express one": withInputs(MACHINE, "neighbourhood", { type: "EXPRESS" }),
      "no traces": withInputs(MACHINE, "neighbourhood", { tracingConfiguration: undefined }),
      "no log": without(LOG, "neighbourhood"),
    },
  },
  {
    says: "functions are in the network, or know nothing of the database",
    faults: functions(({ vpcConfig, environment }) => {
      const reaches = at(environment, "variables", "DATABASE_HOST") !== undefined;
      return reaches === listOf(at(vpcConfig, "subnetIds")).length > 0;
    }),
    breaks: {
      "a function that cannot reach it": withInputs(FUNCTION, "neighbourhood-publish", {
        vpcConfig: undefined,
      }),
      "a function that cannot reach anything else": withInputs(FUNCTION, "neighbourhood-extract-posts", {
        vpcConfig: { subnetIds: ["subnet-a"] },
      }),
    },
  },
];

const hasLog = (resources: Parameters<typeof ofType>[0], name: unknown): boolean =>
  ofType(resources, LOG).some(({ inputs }) => inputs.name === name);

const logName = (arn: unknown): string =>
  textOf(arn)
    .replace(/^arn:aws:logs:[^:]+:\d+:log-group:/, "")
    .replace(/:\*$/, "");
