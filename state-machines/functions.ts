/**
 * The functions of Lambda that every pipeline shares, by the names that machines call them. A pipeline lists its own in
 * `<pipeline>/resources.ts`. A function's name is written there and nowhere else: its file and its name in AWS follow.
 */
export const SHARED_FUNCTIONS = ["prepareDatabase", "recordFailure"] as const;

/** Where the shared functions and those that only the clean-up calls begin: the folder in functions/lambda. */
export const SHARED_FOLDER = "runs";

/** The ARN of each function, by its name. */
export type FunctionArns<Name extends string> = Readonly<Record<Name, string>>;

/** `arnOf` for each of the names. */
export const functionArns = <Name extends string>(
  names: readonly Name[],
  arnOf: (name: Name) => string,
): FunctionArns<Name> => Object.fromEntries(names.map((name) => [name, arnOf(name)])) as FunctionArns<Name>;
