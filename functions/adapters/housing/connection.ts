import { messageOf, PipelineError, SourceRejected, SourceUnavailable } from "../../errors.ts";
import { isLoopback } from "../../housing/defaults.ts";
import { errorCode } from "../system-error.ts";

/** An address that files are downloaded from. */
export interface Address {
  readonly url: string;
  /** The key of HousingDownloads that has this address. */
  readonly setting: string;
  /** A server that sends nothing for so long counts as unavailable. */
  readonly idleMilliseconds: number;
}

export const AGAIN = "Start the same run again later: it continues after the parts that are stored.";
/** What to do about an address that does not give the file. */
export const checkAddress = ({ setting }: Pick<Address, "setting">): string =>
  `Open the address in a browser. If the file has moved, set ${SETTINGS}.${setting} to its new address, or on a laptop ` +
  `HOUSING_DOWNLOADS='{"${setting}": "https://..."}'.`;

/** The part of a stack's configuration that has the addresses. */
const SETTINGS = "housing.downloads";

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** An answer whose body was not read yet. */
export interface Connection {
  readonly response: Response;
  /** The body, as it comes. Throws as `connect` does. */
  body(): AsyncGenerator<Uint8Array, void>;
  /** Gives the connection back without reading the body. */
  end(): Promise<void>;
}

/**
 * Sends a GET request, and follows redirects, to https only. Throws SourceUnavailable if no answer comes, and
 * SourceRejected if asking again does not help.
 */
export async function connect(
  asked: Address,
  headers: Readonly<Record<string, string>>,
): Promise<Connection> {
  const { url, idleMilliseconds } = asked;
  let address = new URL(url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const watch = watchFor(idleMilliseconds);
    const response = await watch
      .within(() => fetch(address.href, { redirect: "manual", signal: watch.signal, headers }))
      .catch((error: unknown) => {
        throw failure(asked, error);
      });
    const end = async (): Promise<void> => response.body?.cancel().catch(() => {});
    const location = response.headers.get("location");
    if (!REDIRECTS.includes(response.status) || location === null)
      return { response, body: () => readBody(response, watch, asked), end };
    await end();
    address = redirected(asked, address, location);
  }
  throw new SourceRejected(`${url} redirects more than ${MOST_REDIRECTS} times.`, {
    hint: checkAddress(asked),
  });
}

function redirected(asked: Address, from: URL, location: string): URL {
  const to = URL.parse(location, from.href);
  // A test's own server may redirect to itself; no other address may lead to this machine.
  if (to !== null && (to.protocol === "https:" || (isLoopback(to) && isLoopback(from)))) return to;
  // What follows the path can be a signature.
  const shown = to === null ? "something that is no address" : `${to.origin}${to.pathname}`;
  throw new SourceRejected(`${asked.url} redirects to ${shown}, which is not https.`, {
    hint: checkAddress(asked),
  });
}

async function* readBody(response: Response, watch: Watch, asked: Address): AsyncGenerator<Uint8Array, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const next = await watch
        .within(() => reader.read())
        .catch((error: unknown) => {
          throw failure(asked, error);
        });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Ends a request that waits too long for the server. The time that a caller takes between two chunks does not count. */
interface Watch {
  readonly signal: AbortSignal;
  within<Result>(work: () => Promise<Result>): Promise<Result>;
}

class Idle extends Error {
  override readonly name = "Idle";
}

function watchFor(milliseconds: number): Watch {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    async within(work) {
      const timer = setTimeout(
        () => controller.abort(new Idle(`it sent nothing for ${milliseconds / 1000} s`)),
        milliseconds,
      );
      return await work().finally(() => clearTimeout(timer));
    },
  };
}

/** What to throw if no answer came, or not the whole of it. */
function failure(asked: Address, error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const cause = rootOf(error);
  const code = errorCode(cause) ?? "";
  const reason =
    error instanceof Idle ? error.message : `${messageOf(cause)}${code === "" ? "" : ` (${code})`}`;
  if (CERTIFICATE.test(code))
    return new SourceRejected(`The certificate of ${asked.url} is not accepted: ${reason}.`, {
      hint: "If your network has a certificate of its own, set NODE_EXTRA_CA_CERTS to its file, or NODE_USE_SYSTEM_CA=1.",
    });
  if (/Proxy response \(40[37]\)/.test(reason))
    return new SourceRejected(`The proxy refuses ${asked.url}: ${reason}.`, {
      hint: "Check HTTPS_PROXY, with its user name and password if it needs them.",
    });
  return new SourceUnavailable(`${asked.url} did not answer, or not the whole of it: ${reason}.`, {
    hint: AGAIN,
  });
}

/** What fetch throws says "fetch failed", and has the reason as its cause, or as the cause of that. */
const rootOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;

const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|SELF_SIGNED/;
