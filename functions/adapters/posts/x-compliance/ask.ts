import { setTimeout as sleep } from "node:timers/promises";
import { SourceUnavailable } from "../../../errors.ts";
import { errorCode } from "../../system-error.ts";

export interface Question {
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For one attempt, answer included. */
  readonly milliseconds: number;
  readonly attempts: number;
  /** Between two attempts. */
  readonly pauseMilliseconds: number;
}

export interface Reply {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
}

/**
 * Makes a request, and makes it again where no answer came or the server has a fault (5xx). Throws SourceUnavailable
 * for what is left after that. Its message has the host and nothing else of the request, which may carry a secret.
 */
export async function ask(url: string, question: Question): Promise<Reply> {
  const { attempts, pauseMilliseconds } = question;
  for (let attempt = 1; ; attempt++) {
    const reply = await askOnce(url, question);
    const isFault = typeof reply === "string" || reply.status >= 500;
    if (!isFault) return reply;
    if (attempt >= attempts)
      throw unavailable(url, typeof reply === "string" ? reply : `status ${reply.status}`);
    await sleep(attempt * pauseMilliseconds);
  }
}

/** The answer, or why there is none. */
async function askOnce(
  url: string,
  { method, headers, body, milliseconds }: Question,
): Promise<Reply | string> {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const answer = await fetch(url, {
      method,
      headers,
      signal,
      // Another address would get the token.
      redirect: "error",
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : new Blob([new Uint8Array(body)]) }),
    });
    return { status: answer.status, header: (name) => answer.headers.get(name), text: await answer.text() };
  } catch (error) {
    if (signal.aborted) return `no whole answer within ${milliseconds / 1000} s`;
    return errorCode(error instanceof Error ? error.cause : error) ?? "the connection ended";
  }
}

const unavailable = (url: string, reason: string): SourceUnavailable =>
  new SourceUnavailable(`${URL.parse(url)?.host ?? "X"} did not answer: ${reason}.`, {
    hint: "Start the check again later; what it has begun stays written down.",
  });
