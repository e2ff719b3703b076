import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import prices from "../../functions/prices.json" with { type: "json" };
import { PIPELINES, sectionsOf, stackCost } from "../../infra/pipelines.ts";
import type { PricedStack } from "../../infra/settings/cost/cost-row.ts";
import { whatIf } from "../../infra/settings/cost/what-if.ts";
import { parseStackFile } from "../../infra/settings/stack-file.ts";
import { stackFile } from "../aws/stack-options.ts";
import { localStateMachine } from "../neighbourhood/tasks.ts";
import { JsonOption, parseOptions, pathOption } from "../terminal/options.ts";
import { type CostReport, formatCost } from "./cost-report.ts";

const DEFAULT_STACK = "dev";
/** The memory of one process holds the words of this many posts. */
const MOST_POSTS = 100_000_000;

const Options = z.object({
  stack: z.string().min(1, "must name a stack").optional(),
  config: z.string().min(1, "must name a file").transform(pathOption).optional(),
  posts: z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((posts) => posts >= 1 && posts <= MOST_POSTS, `must be from 1 to ${MOST_POSTS}`)
    .optional(),
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr"),
  json: JsonOption,
});

/** Prices a stack from its file alone. */
export async function cost(given: unknown): Promise<void> {
  const options = parseOptions(Options, given);
  const stack = options.stack ?? stackOf(options.config ?? "") ?? DEFAULT_STACK;
  const file = options.config ?? fileURLToPath(stackFile(stack));
  const report = priceStack(stack, await readStackFile(file), options);
  process.stdout.write(options.json ? `${JSON.stringify(report, shortNumbers)}\n` : formatCost(report));
}

/** The report of `citypulse cost` on a stack whose file has the content `text`. By default each run has the maximum of posts. */
export function priceStack(
  name: string,
  text: string,
  { posts, engine }: { readonly posts?: number | undefined; readonly engine: PricedStack["engine"] },
): CostReport {
  const { region, configuration } = parseStackFile(name, text, sectionsOf(PIPELINES));
  const stack: PricedStack = {
    configuration,
    posts: posts ?? configuration.posts.maxPosts,
    engine,
    egress: "endpoint",
    airflow: null,
    machine: localStateMachine(),
  };
  const now = stackCost(stack);
  return {
    stack: name,
    region: region ?? null,
    prices: { region: prices.region, asOf: prices.asOf },
    posts: stack.posts,
    ...now,
    whatIf: whatIf(stack, now, stackCost),
    notes: notesOn(stack, region ?? prices.region, now),
  };
}

/** What the reader of the table must know besides the numbers. */
function notesOn(
  { configuration, posts }: PricedStack,
  region: string,
  now: ReturnType<typeof stackCost>,
): string[] {
  const { maxPosts, maxDollars, maxDollarsPerMonth } = configuration.posts;
  const { dollarsPerRun, dollarsPerMonth } = now.x;
  return [
    ...(region === prices.region ? [] : [`The stack is in ${region}, where prices differ from these.`]),
    ...now.withoutPrice.map(
      (item) => `${item}: functions/prices.json has no price, so the sum does not include it.`,
    ),
    ...(posts > maxPosts
      ? [`A run reads no more than ${maxPosts} posts: posts.maxPosts is ${maxPosts}.`]
      : []),
    ...((dollarsPerRun ?? 0) > maxDollars
      ? [`A run stops at ${maxDollars} dollars for X: posts.maxDollars.`]
      : []),
    ...((dollarsPerMonth ?? 0) > maxDollarsPerMonth
      ? [`Runs stop at ${maxDollarsPerMonth} dollars a month for X: posts.maxDollarsPerMonth.`]
      : []),
  ];
}

/** The stack that a file is named after. */
const stackOf = (file: string): string | undefined => /^Pulumi\.(.+)\.yaml$/.exec(basename(file))?.[1];

const readStackFile = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((cause: unknown) => {
    if (errorCode(cause) === undefined) throw cause;
    throw new InvalidInput(`The configuration ${file} cannot be read: ${errorCode(cause)}.`, {
      hint: "Name a stack that has a file, such as --stack dev, or a file with --config.",
      cause,
    });
  });

/** Sums of decimals have a tail, such as 0.30000000000000004. */
const shortNumbers = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(12)) : value;
