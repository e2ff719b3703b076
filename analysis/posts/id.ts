/** PostgreSQL's bigint, and what X's ids fit into. */
const MAX_ID = "9223372036854775807";
const ZERO = 0x30;
const NINE = 0x39;

/**
 * The canonical form of an id (decimal digits, no leading zero, 1 to 2^63 - 1), or null where `value` is no
 * id: ids are strings of 1 to 19 digits. A number is taken only while JSON keeps it exact.
 */
export function parseId(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value !== "string" || value.length > MAX_ID.length) return null;
  let start = 0;
  while (value.charCodeAt(start) === ZERO) start++;
  if (start === value.length) return null;
  for (let index = start; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    if (unit < ZERO || unit > NINE) return null;
  }
  if (start > 0) return value.slice(start);
  return value.length === MAX_ID.length && value > MAX_ID ? null : value;
}
