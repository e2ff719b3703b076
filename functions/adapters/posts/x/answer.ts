import { z } from "zod";
import { parseJson } from "../../../../analysis/json.ts";
import { compareIds, parseId } from "../../../../analysis/posts/id.ts";
import { SourceRejected } from "../../../errors.ts";
import { isFault, isRateLimit, problemOf, refusal } from "../x-api/refusal.ts";
import type { Reply } from "../x-api/send.ts";

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

export function readAnswer({ status, body }: Reply): Answer {
  if (status === 200) return readBody(body);
  if (isFault(status)) return { kind: "fault", reason: `status ${status}`, isCounted: false };
  // The parameter that X refuses is named in the body, which is incomplete.
  if (status === 400 && parseJson(body) === undefined)
    return { kind: "fault", reason: "a refusal that breaks off", isCounted: false };
  const problem = problemOf(body);
  if (isRateLimit(status, problem)) return { kind: "limited" };
  if (status === 400) {
    const parameters = problem.errors.flatMap((error) => Object.keys(error.parameters));
    if (parameters.some((name) => ["next_token", "pagination_token"].includes(name)))
      return { kind: "stale-token" };
    if (parameters.some((name) => WINDOW_PARAMETERS.includes(name))) return { kind: "wrong-time" };
  }
  return { kind: "refused", error: refusal(status, problem, "recent search") };
}

const WINDOW_PARAMETERS = ["start_time", "end_time", "since_id", "until_id"];

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

/** What an extraction must understand of a page; whatever else it holds is the analysis' business. */
const Page = z.looseObject({
  // A post without an id is the analysis' to reject.
  data: z.array(z.looseObject({ id: z.unknown().optional() })).optional(),
  meta: z.looseObject({
    result_count: z.number().int().nonnegative(),
    next_token: z.string().min(1).optional(),
  }),
});

export interface XPage {
  /** How many posts X counts. */
  readonly posts: number;
  /** Null where no post has an id. */
  readonly oldestId: string | null;
  readonly nextToken: string | null;
}

/**
 * Reads a page of recent search. Undefined where the text was cut off: it begins as JSON and is none. Throws
 * SourceRejected with the path of what differs where it is something else than a page.
 */
export function readPage(text: string): XPage | undefined {
  const value = parseJson(text);
  if (value === undefined && /^\s*($|[{[])/.test(text)) return undefined;
  const page = Page.safeParse(value);
  if (!page.success) throw different(page.error);
  const { data = [], meta } = page.data;
  const ids = data.map(({ id }) => parseId(id)).filter((id) => id !== null);
  return {
    posts: Math.max(data.length, meta.result_count),
    oldestId: ids.reduce<string | null>(older, null),
    nextToken: meta.next_token ?? null,
  };
}

const older = (oldest: string | null, id: string): string =>
  oldest === null || compareIds(id, oldest) < 0 ? id : oldest;

function different({ issues }: z.ZodError): SourceRejected {
  const [issue] = issues;
  const path = issue === undefined || issue.path.length === 0 ? "(the whole answer)" : issue.path.join(".");
  return new SourceRejected(
    `X answered with something else than a page of posts: ${path}: ${issue?.message ?? "differs"}.`,
    { hint: "X has changed its API, or something between here and X answers in its place." },
  );
}
