import { z } from "zod";
import { parseJson } from "../../../../analysis/json.ts";
import { parseId } from "../../../../analysis/posts/id.ts";
import { compareIds } from "../../../../analysis/posts/version.ts";
import { SourceRejected } from "../../../errors.ts";

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
