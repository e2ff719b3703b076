/**
 * The part of Amazon States Language (JSONPath dialect, https://states-language.net/spec.html) that the
 * project's state machines use. The types are narrower than the language where it lets one lose data:
 * a Task has a timeout and a Catch, and a Catch keeps the state beside the error.
 */

/** JSON in which a field whose name ends in `.$` holds a path or an intrinsic function. */
export type PayloadTemplate =
  | null
  | boolean
  | number
  | string
  | readonly PayloadTemplate[]
  | { readonly [name: string]: PayloadTemplate };

/** A place inside the state, never the whole of it: `$` would throw away what earlier states left there. */
export type ResultPath = `$.${string}`;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: "FULL";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath: ResultPath;
}

type Transition = { readonly Next: string } | { readonly End: true };

interface TaskFields {
  readonly Type: "Task";
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: PayloadTemplate;
  readonly ResultSelector?: PayloadTemplate;
  /** If omitted, the result replaces the state; if null, it is discarded. */
  readonly ResultPath?: ResultPath | null;
  readonly OutputPath?: ResultPath;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
}

export type Task = TaskFields & Transition;

type Comparison = { readonly Variable: ResultPath } & (
  | { readonly StringEquals: string }
  | { readonly NumericEquals: number }
  | { readonly NumericGreaterThanEquals: number }
  | { readonly BooleanEquals: boolean }
  | { readonly IsTimestamp: true }
);

export interface Choice {
  readonly Type: "Choice";
  readonly Comment?: string;
  readonly Choices: readonly ((Comparison | { readonly And: readonly Comparison[] }) & {
    readonly Next: string;
  })[];
  readonly Default: string;
}

export type Wait = {
  readonly Type: "Wait";
  readonly Comment?: string;
  readonly TimestampPath: ResultPath;
} & Transition;

export type Pass = {
  readonly Type: "Pass";
  readonly Comment?: string;
  readonly Result: PayloadTemplate;
} & Transition;

export interface Fail {
  readonly Type: "Fail";
  readonly Comment?: string;
  readonly ErrorPath: ResultPath;
  readonly CausePath: ResultPath;
}

export type State = Task | Choice | Wait | Pass | Fail;

export interface StateMachine {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: { readonly [name: string]: State };
}

/** The names of a machine's Task states, as a union: to run the machine, bind a handler to each. */
export type TaskName<Machine extends StateMachine> = {
  [Name in keyof Machine["States"]]: Machine["States"][Name] extends { readonly Type: "Task" } ? Name : never;
}[keyof Machine["States"]];

/**
 * Lambda's own limit is 15 minutes. The state waits a little longer, so that an invocation that hangs is
 * reported by Lambda, which has ended it, and is not started again beside itself.
 */
const LAMBDA_TIMEOUT_SECONDS = 930;

/** Every handler is idempotent, so a fault that passes is retried; one that would come again is not. */
const LAMBDA_RETRY: readonly Retrier[] = [
  {
    ErrorEquals: [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
      "Lambda.Unknown",
      "Sandbox.Timedout",
    ],
    IntervalSeconds: 2,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
  {
    ErrorEquals: ["SourceUnavailable", "DatabaseUnavailable"],
    IntervalSeconds: 5,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: "FULL",
  },
];

/** Sends whatever fails to `next`; the state stays, with `{Error, Cause}` at `resultPath`. */
export const catchAll = (next: string, resultPath: ResultPath = "$.error"): readonly Catcher[] => [
  { ErrorEquals: ["States.ALL"], Next: next, ResultPath: resultPath },
];

/**
 * A Task that invokes the function with the whole state, or with `payload`. Its result is `{Payload, …}`:
 * the caller adds what is kept of it and where it goes on.
 */
export const lambdaTask = (functionArn: string, onFailure: string, payload?: PayloadTemplate) => ({
  Type: "Task" as const,
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: {
    FunctionName: functionArn,
    ...(payload === undefined ? { "Payload.$": "$" } : { Payload: payload }),
  },
  TimeoutSeconds: LAMBDA_TIMEOUT_SECONDS,
  Retry: LAMBDA_RETRY,
  Catch: catchAll(onFailure),
});
