import { PIPELINES as REGISTERED } from "../../../infra/pipelines.ts";
import { functionName } from "../../../infra/settings/names.ts";
import { SHARED_FOLDER, SHARED_FUNCTIONS } from "../../../state-machines/functions.ts";

/** What permissions depend on, and the registry of pipelines does not say. */
interface Expected {
  /** The schedule that starts it. */
  readonly schedule: string;
  /** Those of its own functions that sign in to the database with a token from IAM. */
  readonly signedIn: readonly string[];
  /** The shared functions that its states call. */
  readonly shared: readonly (typeof SHARED_FUNCTIONS)[number][];
  /** Whether a rule tells people how its executions ended. */
  readonly notices: boolean;
  /** The golden file of the calls that its functions make, in test/fixtures. */
  readonly calls: string;
}

/** Each pipeline by its name: a new one is added here. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  neighbourhood: {
    schedule: "weekly",
    signedIn: ["loadResults", "publish", "closeRun"],
    shared: SHARED_FUNCTIONS,
    notices: true,
    calls: "calls.json",
  },
  housing: {
    schedule: "housing",
    signedIn: ["loadSales", "publish", "closeRun"],
    shared: SHARED_FUNCTIONS,
    notices: true,
    calls: "housing-calls.json",
  },
  compliance: {
    schedule: "compliance",
    signedIn: [
      ...["listPosts", "prepareRemoval", "rebuildRuns", "vacuumDatabase", "closeCheck", "recordCheckFailure"],
    ],
    shared: ["prepareDatabase"],
    notices: false,
    calls: "compliance-calls.json",
  },
};

/** A pipeline, with its functions as AWS names them after the stack's name: `housing-load-sales`. */
export interface Pipeline extends Omit<Expected, "shared"> {
  readonly name: string;
  /** The functions that its states call. */
  readonly functions: readonly string[];
}

const called = (folder: string, names: readonly string[]): string[] =>
  names.map((name) => functionName(folder, name));

/** Every pipeline of a stack. Throws if the table does not have one. */
export const PIPELINES: readonly Pipeline[] = REGISTERED.map(({ name, functions }) => {
  const expected = EXPECTED[name];
  if (expected === undefined)
    throw new RangeError(`The pipeline ${name} is not in test/support/iam/pipelines.ts: add its row.`);
  const { shared, ...others } = expected;
  return {
    name,
    ...others,
    signedIn: called(name, expected.signedIn),
    functions: [...called(name, functions), ...called(SHARED_FOLDER, shared)],
  };
});

/** Every function: those that states call, and the two that clean up after executions. */
export const FUNCTIONS: readonly string[] = [
  ...new Set([
    ...PIPELINES.flatMap(({ functions }) => functions),
    ...called(SHARED_FOLDER, ["runRecords", "cleanUp"]),
  ]),
];

/** The functions inside the database's network. One of them signs in with the owner's password, the others with a token. */
export const IN_NETWORK: readonly string[] = [
  ...PIPELINES.flatMap(({ signedIn }) => signedIn),
  ...called(SHARED_FOLDER, ["recordFailure", "runRecords", "prepareDatabase"]),
];
