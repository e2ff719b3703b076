/**
 * A postcode has an outward code (`SW1A`) of two to four characters and an inward code (`1AA`) of a digit and two letters.
 * https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema (appendix C)
 */

const ZERO = 0x30;
const A = 0x41;
const SPACE = 0x20;
/** The bit by which a small letter differs from its capital. */
const SMALL = 0x20;

const LETTERS = 26;
/** How many inward codes an outward code can have. */
export const INWARD_CODES = 10 * LETTERS * LETTERS;
/** Outward codes as numbers to the base 37: nothing, ten digits, 26 letters. */
const BASE = 37;
export const OUTWARD_CODES = BASE ** 4;
/** The code of the letter A: codes of digits are below. */
const FIRST_LETTER = 11;

/** Letters of both cases from 11 on, digits from 1 on, and 0 for other bytes. */
const CODES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte & ~SMALL) - A;
  if (byte >= A && letter >= 0 && letter < LETTERS) return FIRST_LETTER + letter;
  return byte >= ZERO && byte < ZERO + 10 ? byte - ZERO + 1 : 0;
});

/** Outward codes of letters alone: a former one of Newport, which ONSPD lists as terminated, and Girobank's. */
const WITHOUT_DIGITS = new Set(["NPT", "GIR"].map(numberOfLetters));

function numberOfLetters(letters: string): number {
  return [...letters].reduce(
    (number, letter) => number * BASE + (letter.charCodeAt(0) - A + FIRST_LETTER),
    0,
  );
}

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
    const code = CODES[bytes[index] as number] as number;
    if (code === 0) return false;
    if (code < FIRST_LETTER) hasDigit = true;
    else if (!hasDigit) letters++;
    outward = outward * BASE + code;
  }
  // One or two letters, a digit, and perhaps a digit or a letter.
  const isOutward = hasDigit && (letters === 1 || letters === 2) && length - letters <= 2;
  if (!isOutward && !WITHOUT_DIGITS.has(outward)) return false;
  const digit = CODES[bytes[inwardStart] as number] as number;
  const first = CODES[bytes[inwardStart + 1] as number] as number;
  const second = CODES[bytes[inwardStart + 2] as number] as number;
  if (digit === 0 || digit >= FIRST_LETTER || first < FIRST_LETTER || second < FIRST_LETTER) return false;
  into.outward = outward;
  into.inward = ((digit - 1) * LETTERS + (first - FIRST_LETTER)) * LETTERS + (second - FIRST_LETTER);
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
  for (let rest = outward; rest > 0; rest = Math.floor(rest / BASE)) {
    const digit = rest % BASE;
    text = (digit >= FIRST_LETTER ? String.fromCharCode(A + digit - FIRST_LETTER) : String(digit - 1)) + text;
  }
  return text;
}

/** The postcode area of an outward code: its letters before the first digit, such as SW. */
export const areaOf = (outward: number): string => /^[A-Z]+/.exec(outwardText(outward))?.[0] ?? "";
