import { type _Error as S3KeyError, S3ServiceException } from "@aws-sdk/client-s3";
import { PipelineError } from "../../errors.ts";
import { CREDENTIALS, explained } from "../aws/requests.ts";

/**
 * An error of the S3 client as an error of the pipeline, with the object's address. What the client threw is
 * not kept as the cause: it carries the request, and with it the access key and the signature.
 */
export function s3Error(
  action: "read" | "write" | "list" | "remove",
  address: string,
  error: unknown,
): Error {
  if (!(error instanceof Error)) return new PipelineError(`Cannot ${action} ${address}.`);
  const request = error instanceof S3ServiceException ? error.$metadata.requestId : undefined;
  const message = `Cannot ${action} ${address}: ${error.name}: ${error.message}${
    request === undefined ? "" : ` (request ${request})`
  }`;
  return explained(message, REFUSED.get(error.name));
}

/** For the objects of one DeleteObjects that S3 has kept; names the first, and counts the rest. */
export function removalError(bucket: string, asked: number, kept: readonly S3KeyError[]): Error {
  const first = kept[0] ?? {};
  const message =
    `Cannot remove ${kept.length} of ${asked} objects from s3://${bucket}, ` +
    `the first being ${first.Key}: ${first.Code}: ${first.Message}`;
  return explained(message, REFUSED.get(first.Code ?? ""));
}

/** The codes that another attempt does not change, and what does. */
const REFUSED = new Map([
  ["AccessDenied", "Allow this action on the object to the role or user that the message names."],
  ["NoSuchBucket", "Check the bucket's name and region; the stack's outputs name it."],
  ["PermanentRedirect", "The bucket is in another region: set AWS_REGION to that region."],
  ["CredentialsProviderError", CREDENTIALS],
  ["ExpiredToken", CREDENTIALS],
  ["InvalidAccessKeyId", CREDENTIALS],
  ["InvalidToken", CREDENTIALS],
  ["SignatureDoesNotMatch", CREDENTIALS],
]);
