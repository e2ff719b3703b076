import { z } from "zod";
import { parseJson } from "../../../../analysis/json.ts";
import { SourceRejected } from "../../../errors.ts";

const Text = z.string().catch("");
const Problem = z.looseObject({
  title: Text,
  detail: Text,
  type: Text,
  errors: z
    .array(z.looseObject({ message: Text, parameters: z.record(z.string(), z.unknown()).catch({}) }))
    .catch([]),
});
export type Problem = z.infer<typeof Problem>;

const NOTHING: Problem = { title: "", detail: "", type: "", errors: [] };

/** What X says of the fault, as far as it says anything in its own form. */
export const problemOf = (body: string): Problem => Problem.safeParse(parseJson(body)).data ?? NOTHING;

/** Whether X's servers are at fault, which can pass. */
export const isFault = (status: number): boolean => status === 408 || status >= 500;

/** Whether there were too many requests: X answers again when the limit resets. A usage cap has the same status. */
export const isRateLimit = (status: number, problem: Problem): boolean =>
  status === 429 && !isUsageCap(problem);

/** A month's posts are used up: waiting for the rate limit would never end. */
const isUsageCap = ({ type, title }: Problem): boolean =>
  type.endsWith("usage-capped") || title === "UsageCapExceeded";

const CONSOLE = "X's developer console (https://developer.x.com)";

/** A part of X's API that not every plan has. */
export type Feature = "recent search" | "batch compliance";

/** Why X refuses the request, in a sentence, and what to do. Sending it again does not help. */
export function refusal(status: number, problem: Problem, feature: Feature): SourceRejected {
  const { sentence, hint } = explain(status, problem, feature);
  const said = [problem.title, problem.detail, ...problem.errors.map(({ message }) => message)].filter(
    (text) => text !== "",
  );
  const quote = said.length === 0 ? "" : ` X says: ${shorten([...new Set(said)].join(": "))}`;
  return new SourceRejected(`${sentence} (status ${status}).${quote}`, { hint });
}

interface Explanation {
  readonly sentence: string;
  readonly hint: string;
}

function explain(status: number, problem: Problem, feature: Feature): Explanation {
  if (status === 429 && isUsageCap(problem))
    return {
      sentence: "The posts that the X account may read this month are used up",
      hint: `The month's usage is used up: raise the cap in ${CONSOLE}, or wait for the next month; the run then goes on with the same id.`,
    };
  if (status === 402)
    return {
      sentence: "The X account has no credits left",
      hint: `Add credits in ${CONSOLE}, and start the run again with the same id.`,
    };
  if (status === 401)
    return {
      sentence: "X does not know the bearer token",
      hint: `The bearer token is wrong or was taken back: take the app's bearer token from ${CONSOLE}, and put it where this run takes it from.`,
    };
  if (status === 403 && problem.title === "" && problem.type === "")
    return {
      sentence: "X, or something between here and X, forbids the request and does not say why",
      hint: `Check whether a proxy is in between, and what ${CONSOLE} says about the app and its plan.`,
    };
  if (status === 403)
    return problem.type.endsWith("unsupported-authentication")
      ? {
          sentence: "X wants another kind of token than this one",
          hint: "Use the app's own bearer token (app-only), no user's.",
        }
      : {
          sentence: `The plan of the X account does not have ${feature}`,
          hint: `The plan has no ${feature}, or the app belongs to no project: choose a plan that has it in ${CONSOLE}, and see that the app belongs to a project.`,
        };
  if (status === 400 && problem.errors.some(({ parameters }) => "query" in parameters))
    return isTooLong(problem)
      ? {
          sentence: "The query is longer than the plan of the X account takes",
          hint: "Shorten the query of the settings.",
        }
      : {
          sentence: "X does not understand the query, or the plan of the account lacks one of its operators",
          hint: "Correct the query of the settings; point_radius stands before it.",
        };
  return {
    sentence: "X refuses the request",
    hint: `X does not take this request, and asking again does not help: see what ${CONSOLE} says of the app and its plan.`,
  };
}

const isTooLong = ({ errors }: Problem): boolean =>
  errors.some(({ message }) => /length|too long|characters/i.test(message));

const LONGEST_QUOTE = 300;

const shorten = (text: string): string =>
  text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
