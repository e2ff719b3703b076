import { z } from "zod";
import { parseJson } from "../../../../analysis/json.ts";
import { SourceRejected } from "../../../errors.ts";
import type { Reply } from "./api.ts";
import { readPage, type XPage } from "./page.ts";
import { refusal } from "./refusal.ts";

/** What an answer of X means for the extraction. */
export type Answer =
  | { readonly kind: "page"; readonly page: XPage }
  /** Too many requests: X answers again when the limit resets. */
  | { readonly kind: "limited" }
  /** A fault that may pass. X counts the posts where it sent some. */
  | { readonly kind: "fault"; readonly reason: string; readonly isCounted: boolean }
  /** X does not take the token of the next page (any more). */
  | { readonly kind: "stale-token" }
  /** X finds the window too late or too early: one of the two clocks is wrong. */
  | { readonly kind: "wrong-time" }
  /** Asking again does not help. */
  | { readonly kind: "refused"; readonly error: SourceRejected };

const Problem = z.looseObject({
  title: z.string().catch(""),
  detail: z.string().catch(""),
  type: z.string().catch(""),
  errors: z
    .array(
      z.looseObject({
        message: z.string().catch(""),
        parameters: z.record(z.string(), z.unknown()).catch({}),
      }),
    )
    .catch([]),
});
export type Problem = z.infer<typeof Problem>;

const NOTHING: Problem = { title: "", detail: "", type: "", errors: [] };

/** What X says of the fault, as far as it says anything in its own form. */
export const problemOf = (body: string): Problem => Problem.safeParse(parseJson(body)).data ?? NOTHING;

export function readAnswer({ status, body }: Reply): Answer {
  if (status === 200) return readBody(body);
  if (status === 408 || status >= 500) return { kind: "fault", reason: `status ${status}`, isCounted: false };
  // The parameter that X refuses stands in the body, which breaks off.
  if (status === 400 && parseJson(body) === undefined)
    return { kind: "fault", reason: "a refusal that breaks off", isCounted: false };
  const problem = problemOf(body);
  if (status === 429 && !isUsageCap(problem)) return { kind: "limited" };
  if (status === 400) {
    const parameters = problem.errors.flatMap((error) => Object.keys(error.parameters));
    if (parameters.some((name) => ["next_token", "pagination_token"].includes(name)))
      return { kind: "stale-token" };
    if (parameters.some((name) => WINDOW_PARAMETERS.includes(name))) return { kind: "wrong-time" };
  }
  return { kind: "refused", error: refusal(status, problem) };
}

const WINDOW_PARAMETERS = ["start_time", "end_time", "since_id", "until_id"];

/** A month's posts are used up: waiting for the rate limit would never end. */
export const isUsageCap = ({ type, title }: Problem): boolean =>
  type.endsWith("usage-capped") || title === "UsageCapExceeded";

function readBody(body: string): Answer {
  try {
    const page = readPage(body);
    return page === undefined
      ? { kind: "fault", reason: "an answer that breaks off", isCounted: true }
      : { kind: "page", page };
  } catch (error) {
    if (error instanceof SourceRejected) return { kind: "refused", error };
    throw error;
  }
}
