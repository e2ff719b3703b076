const LAST_LINES = 20;

/**
 * How many bytes at the end of a log logTail looks at. A Cause in Step Functions takes 32,768 letters, and a step's
 * arguments stand in it as well.
 */
export const LOG_TAIL_BYTES = 8 * 1024;

/**
 * The last 20 lines of a log in UTF-8, or fewer where they take more than LOG_TAIL_BYTES: the first of them may then
 * have lost its beginning, but never a part of a character. Empty lines at the end are left out. It is enough to
 * give the log's last LOG_TAIL_BYTES.
 */
export function logTail(log: Uint8Array): string {
  const end = log.subarray(-LOG_TAIL_BYTES);
  const text = Buffer.from(end.subarray(continuationBytes(end))).toString();
  return text.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
}

/** How many bytes at the beginning belong to a character before it; a character has three such bytes at most. */
function continuationBytes(bytes: Uint8Array): number {
  const first = bytes.subarray(0, 3).findIndex((byte) => (byte & 0b1100_0000) !== 0b1000_0000);
  return first < 0 ? Math.min(bytes.length, 3) : first;
}
