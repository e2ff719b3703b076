import { z } from "zod";
import { RateLimited } from "../../../compliance/ports.ts";
import { SourceRejected } from "../../../errors.ts";
import type { Reply } from "./ask.ts";

const Text = z.string().catch("");
const Problem = z.object({ title: Text, detail: Text, type: Text });

/** How long X is left alone where it does not say when its limit ends, in seconds. */
const UNKNOWN_LIMIT = 900;

/** What an answer of X means that is neither a success nor a fault of its servers. */
export function refused(action: string, reply: Reply, now: Date): Error {
  const { status } = reply;
  const problem = problemIn(reply.text);
  const isCap = problem.type.endsWith("usage-capped") || problem.title === "UsageCapExceeded";
  // X refuses a second job beside the first with a conflict.
  if (status === 409 || (status === 429 && !isCap)) return new RateLimited(resumeAt(reply, now));
  const said = [problem.title, problem.detail].filter(Boolean).join(": ").slice(0, 300) || "no reason";
  return new SourceRejected(`X refuses to ${action} (status ${status}: ${said}).`, {
    hint: isCap
      ? USED_UP
      : (HINTS[status] ?? "X does not take this request, and asking again does not help."),
  });
}

const HINTS: Readonly<Record<number, string>> = {
  401: "The bearer token is wrong or was taken back: take the app's token from X's developer console.",
  403: "The app's plan has no batch compliance, or the app stands in no project: see X's developer console.",
};
const USED_UP =
  "The month's usage is used up: raise the cap in X's developer console, or wait for the next month.";

function problemIn(text: string): z.infer<typeof Problem> {
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return { title: "", detail: "", type: "" };
  }
}

/** When the limit ends, by X's clock; a second later, since it counts whole ones. */
function resumeAt(reply: Reply, now: Date): string {
  const reset = Number(reply.header("x-rate-limit-reset") ?? Number.NaN);
  const soonest = now.getTime() + 1_000;
  const latest = now.getTime() + UNKNOWN_LIMIT * 1_000;
  const time = Number.isFinite(reset) ? Math.min(Math.max((reset + 1) * 1_000, soonest), latest) : latest;
  return new Date(time).toISOString();
}
