import type { Json } from "../../functions/ports.ts";

/** The most that Step Functions passes between states, in bytes of UTF-8. */
export const DATA_LIMIT_BYTES = 262_144;

/** As in AWS, neither a Retry nor a Catch of States.ALL handles this error: the execution fails. */
export class DataLimitExceeded extends Error {
  override readonly name = "States.DataLimitExceeded";
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/**
 * The value after it has passed between states: through JSON, and within the limit. Throws DataLimitExceeded, which names
 * the place.
 */
export function passThroughJson(value: unknown, place: string): Json {
  const text = JSON.stringify(value) ?? "null";
  const bytes = Buffer.byteLength(text);
  if (bytes > DATA_LIMIT_BYTES)
    throw new DataLimitExceeded(
      `${place} has ${bytes} bytes of JSON; a state can pass at most ${DATA_LIMIT_BYTES}.`,
    );
  return JSON.parse(text);
}
