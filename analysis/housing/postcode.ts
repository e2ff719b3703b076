/**
 * A postcode has an outward code (`SW1A`) of two to four characters and an inward code (`1AA`) of a digit and two letters.
 * https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema (appendix C)
 */

const ZERO = 0x30;
const A = 0x41;
const SPACE = 0x20;

const LETTERS = 26;
/** How many inward codes an outward code can have. */
export const INWARD_CODES = 10 * LETTERS * LETTERS;
/** Outward codes as numbers to the base 37: nothing, ten digits, 26 letters. */
export const OUTWARD_CODES = 37 ** 4;

const isDigit = (byte: number): boolean => byte >= ZERO && byte < ZERO + 10;
const isLetter = (byte: number): boolean => byte >= A && byte < A + LETTERS;

/** Outward codes of letters alone: a former one of Newport, which ONSPD lists as terminated, and Girobank's. */
const WITHOUT_DIGITS = new Set(["NPT", "GIR"].map(numberOfLetters));

function numberOfLetters(letters: string): number {
  return [...letters].reduce((number, letter) => number * 37 + (letter.charCodeAt(0) - A + 11), 0);
}

/** The number of a small letter's capital; other bytes stay. */
const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - SPACE : byte);

/** A postcode that was read: its two codes as numbers. The object is reused. */
export interface PostcodeNumbers {
  outward: number;
  inward: number;
}

/**
 * Reads the postcode in `bytes` from `start` up to `end`: an outward code, one blank or none, an inward code. Capital or
 * small letters. Returns false if it is none, such as one with two blanks.
 */
export function readPostcode(bytes: Uint8Array, start: number, end: number, into: PostcodeNumbers): boolean {
  const inwardStart = end - 3;
  let outwardEnd = inwardStart;
  if (outwardEnd > start && bytes[outwardEnd - 1] === SPACE) outwardEnd--;
  const length = outwardEnd - start;
  if (length < 2 || length > 4) return false;
  let outward = 0;
  /** How many letters come before the first digit. */
  let letters = 0;
  let hasDigit = false;
  for (let index = start; index < outwardEnd; index++) {
    const byte = upper(bytes[index] ?? 0);
    if (isDigit(byte)) {
      hasDigit = true;
      outward = outward * 37 + (byte - ZERO + 1);
    } else if (isLetter(byte)) {
      if (!hasDigit) letters++;
      outward = outward * 37 + (byte - A + 11);
    } else return false;
  }
  // One or two letters, a digit, and perhaps a digit or a letter.
  const isOutward = hasDigit && (letters === 1 || letters === 2) && length - letters <= 2;
  if (!isOutward && !WITHOUT_DIGITS.has(outward)) return false;
  const digit = bytes[inwardStart] ?? 0;
  const first = upper(bytes[inwardStart + 1] ?? 0);
  const second = upper(bytes[inwardStart + 2] ?? 0);
  if (!isDigit(digit) || !isLetter(first) || !isLetter(second)) return false;
  into.outward = outward;
  into.inward = ((digit - ZERO) * LETTERS + (first - A)) * LETTERS + (second - A);
  return true;
}

const encoder = new TextEncoder();
/** One byte more than the longest postcode, so that a longer text is not taken for its beginning. */
const scratch = new Uint8Array(9);

/** The postcode of a text, as `readPostcode` reads it; blanks around it are ignored. Null if it is none. */
export function parsePostcode(text: string): PostcodeNumbers | null {
  const { written } = encoder.encodeInto(text.trim(), scratch);
  const numbers = { outward: 0, inward: 0 };
  return readPostcode(scratch, 0, written, numbers) ? numbers : null;
}

/** `SW1A 1AA`. */
export function formatPostcode({ outward, inward }: PostcodeNumbers): string {
  const letters = String.fromCharCode(
    A + Math.floor((inward % (LETTERS * LETTERS)) / LETTERS),
    A + (inward % LETTERS),
  );
  return `${outwardText(outward)} ${Math.floor(inward / (LETTERS * LETTERS))}${letters}`;
}

function outwardText(outward: number): string {
  let text = "";
  for (let rest = outward; rest > 0; rest = Math.floor(rest / 37)) {
    const digit = rest % 37;
    text = (digit > 10 ? String.fromCharCode(A + digit - 11) : String(digit - 1)) + text;
  }
  return text;
}

/** The postcode area of an outward code: its letters before the first digit, such as SW. */
export const areaOf = (outward: number): string => /^[A-Z]+/.exec(outwardText(outward))?.[0] ?? "";
