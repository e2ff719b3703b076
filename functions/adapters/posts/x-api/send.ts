import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { ApiResponseError, TwitterApi } from "twitter-api-v2";
import { z } from "zod";
import { InvalidInput, SourceRejected } from "../../../errors.ts";

/** A request to X's API v2. */
export interface XRequest {
  readonly method: "GET" | "POST";
  /** Below `/2/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, string>>;
}

/** What X answered, as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The text itself; of an error without the bearer token, should it stand in it. */
  readonly body: string;
}

/** Sends one request, once. Throws Unanswered; SourceRejected for a token that cannot be one. */
export type SendToX = (request: XRequest) => Promise<Reply>;

/** No answer came, or not the whole of it. The message holds nothing of the request. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  /** X may have read the request, and count what it asked for: there was a connection. */
  readonly wasSent: boolean;

  constructor(message: string, wasSent: boolean) {
    super(message);
    this.wasSent = wasSent;
  }
}

export interface XApiOptions {
  /** The app's own token (app-only), asked for before each request: who hands it out may keep it. */
  readonly bearerToken: () => Promise<string>;
  /** Another server than X's, for tests. */
  readonly baseUrl?: string | undefined;
  /** Until when a whole answer must be there. */
  readonly timeoutMilliseconds?: number | undefined;
}

const TIMEOUT_MILLISECONDS = 15_000;
const BASE_URL = "https://api.x.com";

/**
 * X's API. What the library throws carries the request with its headers, so nothing of it goes on: not as a cause,
 * and not in a message. A redirect is not followed, since another address would get the token.
 */
export function xApi({ bearerToken, baseUrl = BASE_URL, timeoutMilliseconds }: XApiOptions): SendToX {
  const prefix = `${requireUrl(baseUrl)}/2/`;
  const timeout = timeoutMilliseconds ?? TIMEOUT_MILLISECONDS;
  return async ({ method, path, query, body }) => {
    const token = await requireToken(bearerToken);
    let isConnected = false;
    const agent = agentFor(prefix, () => {
      isConnected = true;
    });
    const { v2 } = new TwitterApi(token, { httpAgent: agent }).readOnly;
    // The library's timeout is between two bytes, and this one is for the whole answer.
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      agent.destroy();
    }, timeout);
    const settings = {
      prefix,
      fullResponse: true,
      // The answer is kept as it came.
      forceParseMode: "text",
      // Of a packed answer that breaks off the library never says that it ended.
      compression: false,
    } as const;
    try {
      const { data, headers } =
        method === "GET"
          ? await v2.get<string>(path, query, settings)
          : await v2.post<string>(path, body, { ...settings, forceBodyMode: "json" });
      return { status: 200, headers: plain(headers), body: data };
    } catch (error) {
      if (!(error instanceof ApiResponseError))
        throw new Unanswered(reasonOf(isLate ? timeout : null, isConnected), isConnected);
      const text = Text.parse(error.data).replaceAll(token, "(token)");
      return { status: error.code, headers: plain(error.headers), body: text };
    } finally {
      clearTimeout(timer);
      agent.destroy();
    }
  };
}

const Text = z.string().catch("");

const Headers = z.record(z.string(), z.string().optional().catch(undefined));
const plain = (headers: unknown): Reply["headers"] => Headers.parse(headers);

/** The library does not say more of it. `timeout` is null where the time was not up. */
function reasonOf(timeout: number | null, isConnected: boolean): string {
  if (timeout !== null) return `no whole answer within ${timeout / 1000} s`;
  return isConnected ? "the connection ended before the answer did" : "there is no connection to X";
}

/** An agent for one request, which tells when there is a connection that a request can be sent on. */
function agentFor(prefix: string, onConnected: () => void): HttpAgent {
  const isPlain = prefix.startsWith("http:");
  const agent = isPlain ? new HttpAgent() : new HttpsAgent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    socket?.once(isPlain ? "connect" : "secureConnect", onConnected);
    return socket;
  };
  return agent;
}

async function requireToken(bearerToken: () => Promise<string>): Promise<string> {
  const token = (await bearerToken()).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new SourceRejected(
    token === ""
      ? "There is no bearer token for X: it is empty."
      : "The bearer token for X cannot be one: it has characters that no token has.",
    { hint: "Take the app's bearer token from X's developer console." },
  );
}

/** The token goes to this address, so it is sent unencrypted to this machine alone. */
function requireUrl(text: string): string {
  const url = URL.parse(text);
  const isLocal = url?.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || isLocal)) return text.replace(/\/+$/, "");
  throw new InvalidInput(
    `The address of the X API, "${text}", begins neither with https:// nor is on this machine.`,
    {
      hint: "Leave it out: X's own is https://api.x.com.",
    },
  );
}
