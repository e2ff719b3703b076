import { InvalidInput, messageOf, PipelineError } from "../../errors.ts";

/**
 * How clients of AWS's control planes ask again. Their quotas belong to the whole account, so a throttled client
 * slows down before it asks the next thing.
 */
export const RETRIES = { retryMode: "adaptive", maxAttempts: 8 };

/**
 * An error of an AWS client as an error of the pipeline: InvalidInput where AWS refuses us, PipelineError for
 * what is left after the client's own retries. What the client threw is not kept as the cause: it may carry the
 * request, and with it the access key and the signature.
 * @param action what could not be done: `list the open EMR clusters`.
 */
export function awsError(action: string, error: unknown): Error {
  const name = error instanceof Error ? error.name : "Error";
  const message = `Cannot ${action}: ${name}: ${messageOf(error)}`;
  return explained(message, REFUSED.get(name));
}

/** InvalidInput where there is something to do about it, PipelineError where there is not. */
export const explained = (message: string, hint: string | undefined): Error =>
  hint === undefined ? new PipelineError(message) : new InvalidInput(message, { hint });

export const CREDENTIALS = "Sign in to AWS again, or set AWS_PROFILE to a profile that works.";

/** The codes that another attempt does not change, and what does. */
const REFUSED = new Map([
  ["AccessDeniedException", "Allow this action to the role or user that the message names."],
  ["CredentialsProviderError", CREDENTIALS],
  ["ExpiredTokenException", CREDENTIALS],
  ["UnrecognizedClientException", CREDENTIALS],
]);
