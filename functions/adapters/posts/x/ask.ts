import { PipelineError } from "../../../errors.ts";
import type { Clock } from "../../../ports.ts";
import { limitAfterRefusal, limitOf, skewOf } from "../x-api/limits.ts";
import { type Reply, Unanswered } from "../x-api/send.ts";
import { readAnswer, type XPage } from "./answer.ts";
import { type Ledger, settlePending } from "./ledger.ts";
import type { SearchParameters, SearchRecent } from "./request.ts";

/** What came of a request that was reserved. */
export type Outcome =
  | { readonly kind: "page"; readonly page: XPage; readonly text: string }
  | { readonly kind: "limited" }
  | { readonly kind: "stale-token" }
  | { readonly kind: "fault"; readonly reason: string };

/**
 * Asks X, and keeps in the ledger what the answer says of the limit, of X's clock and of the money. A page's own posts
 * are counted when it is stored. Throws SourceRejected where asking again does not help.
 */
export async function ask(
  parameters: SearchParameters,
  ledger: Ledger,
  { search, clock }: { readonly search: SearchRecent; readonly clock: Clock },
): Promise<Outcome> {
  const reply = await attempt(search, parameters, ledger);
  // It is unknown whether X counts what it could not deliver.
  if (reply instanceof Unanswered) return fault(ledger, reply.message, reply.wasSent ? null : 0);
  const now = clock.now();
  const limit = limitOf(reply.headers, now) ?? ledger.state.limit;
  ledger.state = { ...ledger.state, limit, skew: skewOf(reply.headers, now) };
  const answer = readAnswer(reply);
  switch (answer.kind) {
    case "page":
      return { kind: "page", page: answer.page, text: reply.body };
    case "limited":
      ledger.state = settlePending({ ...ledger.state, limit: limitAfterRefusal(reply.headers, now) }, 0);
      await ledger.save();
      return answer;
    case "stale-token":
      if (!("next_token" in parameters)) return fault(ledger, "X speaks of a token that it was not given", 0);
      ledger.state = settlePending(ledger.state, 0);
      return answer;
    case "wrong-time":
      return fault(ledger, "X finds the window outside of what it has", 0);
    case "fault":
      return fault(ledger, answer.reason, answer.isCounted ? null : 0);
    case "refused":
      // X counts what it delivers; an answer that was a page of something else may count.
      ledger.state = settlePending(ledger.state, reply.status === 200 ? null : 0);
      await ledger.save();
      throw answer.error;
  }
}

function fault(ledger: Ledger, reason: string, cost: 0 | null): Outcome {
  ledger.state = settlePending(ledger.state, cost);
  return { kind: "fault", reason };
}

async function attempt(
  search: SearchRecent,
  parameters: SearchParameters,
  ledger: Ledger,
): Promise<Reply | Unanswered> {
  try {
    return await search(parameters);
  } catch (error) {
    if (error instanceof Unanswered) return error;
    // Without a token nothing was sent.
    if (error instanceof PipelineError) {
      ledger.state = settlePending(ledger.state, 0);
      await ledger.save();
    }
    throw error;
  }
}
