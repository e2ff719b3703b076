import { setTimeout as sleep } from "node:timers/promises";
import { SourceUnavailable } from "../../../errors.ts";
import { errorCode } from "../../system-error.ts";
import { isFault } from "../x-api/refusal.ts";
import { Unanswered } from "../x-api/send.ts";

export interface Attempts {
  readonly attempts: number;
  /** Between two attempts; twice as long after the second one. */
  readonly pauseMilliseconds: number;
}

/**
 * Sends a request, and sends it again if no answer came (Unanswered) or the server has a fault. Throws
 * SourceUnavailable for what is left after that. Its message has the host and nothing else of the request, which can
 * hold a secret.
 */
export async function withAttempts<Answer extends { readonly status: number }>(
  url: string,
  { attempts, pauseMilliseconds }: Attempts,
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send().catch((error: unknown) => {
      if (error instanceof Unanswered) return error;
      throw error;
    });
    const isAnswered = !(answer instanceof Unanswered);
    if (isAnswered && !isFault(answer.status)) return answer;
    if (attempt >= attempts)
      throw new SourceUnavailable(
        `${URL.parse(url)?.host ?? "X"} did not answer: ${isAnswered ? `status ${answer.status}` : answer.message}.`,
        { hint: "Start the check again later; what it has begun stays written down." },
      );
    await sleep(attempt * pauseMilliseconds);
  }
}

/** A request to X's storage at a signed address, once. */
export interface StorageRequest {
  readonly method: "GET" | "PUT";
  /** Plain text. */
  readonly body?: Uint8Array;
  /** For the whole answer. */
  readonly milliseconds: number;
}

/** Throws Unanswered. */
export async function askStorage(
  url: string,
  { method, body, milliseconds }: StorageRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const answer = await fetch(url, {
      method,
      signal,
      // The signature is for this address alone.
      redirect: "error",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "text/plain" }, body: new Blob([new Uint8Array(body)]) }),
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (signal.aborted) throw new Unanswered(`no whole answer within ${milliseconds / 1000} s`, true);
    const code = errorCode(error instanceof Error ? error.cause : error);
    throw new Unanswered(code ?? "the connection ended", true);
  }
}
