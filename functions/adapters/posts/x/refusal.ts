import { SourceRejected } from "../../../errors.ts";
import { isUsageCap, type Problem } from "./answer.ts";

const CONSOLE = "X's developer console (https://developer.x.com)";

/** Why X refuses us, in a sentence, and what to do. */
export function refusal(status: number, problem: Problem): SourceRejected {
  const { sentence, hint } = explain(status, problem);
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

function explain(status: number, problem: Problem): Explanation {
  if (status === 429 && isUsageCap(problem))
    return {
      sentence: "The posts that the X account may read this month are used up",
      hint: `Raise the cap in ${CONSOLE}, or wait for the next month; the run then goes on with the same id.`,
    };
  if (status === 402)
    return {
      sentence: "The X account has no credits left",
      hint: `Add credits in ${CONSOLE}, and start the run again with the same id.`,
    };
  if (status === 401)
    return {
      sentence: "X does not know the bearer token",
      hint: `Take the app's bearer token from ${CONSOLE}, and put it where this run takes it from.`,
    };
  if (status === 403 && problem.title === "" && problem.type === "")
    return {
      sentence: "X, or something between here and X, forbids the request and does not say why",
      hint: `See whether a proxy stands in between, and what ${CONSOLE} says of the app and its plan.`,
    };
  if (status === 403)
    return problem.type.endsWith("unsupported-authentication")
      ? {
          sentence: "X wants another kind of token than this one",
          hint: "Use the app's own bearer token (app-only), no user's.",
        }
      : {
          sentence: "The plan of the X account does not have recent search",
          hint: `Choose a plan that has it in ${CONSOLE}, and see that the app belongs to a project.`,
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
  return { sentence: "X refuses the request", hint: `See what ${CONSOLE} says of the app and its plan.` };
}

const isTooLong = ({ errors }: Problem): boolean =>
  errors.some(({ message }) => /length|too long|characters/i.test(message));

const LONGEST_QUOTE = 300;

const shorten = (text: string): string =>
  text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
