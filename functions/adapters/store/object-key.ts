/** The name under which a folder store keeps what is being written; no key may begin with it. */
export const TEMPORARY_FOLDER = ".tmp";

/** The longest name of a file on the common file systems, and the longest key in S3, in bytes of UTF-8. */
const LONGEST_SEGMENT = 255;
const LONGEST_KEY = 1024;

/**
 * Refuses a key that the stores could not keep apart, or that would leave the folder: both stores take the
 * same keys, so that what runs on a laptop runs on S3. Keys are made by the code, never by a user, so a
 * wrong one is a TypeError. Control characters are out because S3's listings are XML.
 */
export function requireKey(key: string): void {
  const segments = key.split("/");
  const fault =
    faultOfText(key) ??
    (Buffer.byteLength(key) > LONGEST_KEY ? `is longer than ${LONGEST_KEY} bytes` : undefined) ??
    (segments[0] === TEMPORARY_FOLDER ? `begins with the reserved ${TEMPORARY_FOLDER}` : undefined) ??
    segments.map(faultOfSegment).find((found) => found !== undefined);
  if (fault !== undefined) throw new TypeError(`The object key ${JSON.stringify(key)} ${fault}.`);
}

/** Refuses a prefix with which no key can begin. The empty one stands for every key. */
export function requirePrefix(prefix: string): void {
  const folder = prefix.lastIndexOf("/");
  if (folder >= 0) requireKey(prefix.slice(0, folder));
  const fault = faultOfText(prefix);
  if (fault !== undefined) throw new TypeError(`The key prefix ${JSON.stringify(prefix)} ${fault}.`);
}

function faultOfText(text: string): string | undefined {
  if (!text.isWellFormed()) return "holds half of a surrogate pair";
  if (text.includes("\\")) return "holds a backslash";
  return /\p{Cc}/u.test(text) ? "holds a control character" : undefined;
}

function faultOfSegment(segment: string): string | undefined {
  if (segment === "") return "is empty, or begins or ends with a slash, or has two in a row";
  if (segment === "." || segment === "..") return `has the part "${segment}"`;
  if (Buffer.byteLength(segment) > LONGEST_SEGMENT) return `has a part longer than ${LONGEST_SEGMENT} bytes`;
  return undefined;
}
