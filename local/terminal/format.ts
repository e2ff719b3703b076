import type { Cell } from "./table.ts";

/** How numbers, money and times are written for people: each in one way. */

/** `1,234,567`. */
export const number = (value: number): string => value.toLocaleString("en-GB");

/** `1 row`, `2,000 rows`: a count with its noun, whose plural ends in s. */
export const plural = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

/** `+0.31`, `−1.20`, or ` 0.00`: zero has a blank in the place of the sign, also if it is the result of rounding. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  if (digits === "0.00") return " 0.00";
  return `${value < 0 ? "−" : "+"}${digits}`;
}

/** True for an amount of money that is not zero and would be rounded to $0.00. */
const isUnderOneCent = (dollars: number): boolean => dollars > 0 && dollars < 0.005;

/** `$12.34`, or `less than $0.01`. */
export const money = (dollars: number): string =>
  isUnderOneCent(dollars) ? "less than $0.01" : `$${dollars.toFixed(2)}`;

/** `about $12.34`, or `less than $0.01`. */
export const aboutMoney = (dollars: number): string =>
  dollars === 0 || isUnderOneCent(dollars) ? money(dollars) : `about ${money(dollars)}`;

/** Dollars as a cell of a table, under a heading that has the $: aligned to the right, always with two digits. */
export const moneyCell = (dollars: number): Cell =>
  isUnderOneCent(dollars) ? "<0.01" : JSON.rawJSON(dollars.toFixed(2));

/** `$0.0000133334`: the price of one unit with up to six significant digits, and no exponent. */
export const unitPrice = (dollars: number): string =>
  `$${Number(dollars.toPrecision(6))
    .toFixed(10)
    .replace(/\.?0+$/, "")}`;

/** `12.3 s`, `12m 05s`, `3h 05m`: at most seven characters within the four days that a run may take. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 100
    ? `${minutes}m ${twoDigits(whole % 60)}s`
    : `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** `50 s`, `3 min`, `2 h`: an estimate, which has no use for exact digits. */
export function roughly(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** `auto, lambda or emr`. */
export const alternatives = (words: readonly string[]): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);

/** `compliance and neighbourhood`. */
export const list = (words: readonly string[]): string => new Intl.ListFormat("en-GB").format(words);
