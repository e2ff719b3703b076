import { isCapitals } from "../../../analysis/sentiment/characters.ts";
import { MASK } from "../../../analysis/text/mask.ts";

/** What cleaning and masking mean, each as one regular expression: the fast ways must give the same. */

const WEB_ADDRESS =
  /(?:https?:\/\/|(?<![\p{L}\p{N}@.])(?:www\.|t\.co\/|pic\.(?:twitter|x)\.com\/))[\p{L}\p{M}\p{N}\-._~:/?#[\]@!$&'()*+,;=%]*/u;
const AT_NAME = /(?<![\p{L}\p{N}_])[@＠](?=_*[a-z\d])\w+(?:@\w+(?:[.-]\w+)+)?/u;
const NOT_TEXT = new RegExp(`${WEB_ADDRESS.source}|${AT_NAME.source}`, "giu");

export const cleanByPattern = (text: string): string =>
  text.replace(NOT_TEXT, (found) =>
    /^[@＠]/.test(found) ? " " : ` ${/[.,!?;:'"()[\]*-]*$/.exec(found)?.[0] ?? ""}`,
  );

const ALWAYS = ["London", "United Kingdom", "UK", "England", "Great Britain"];

export function maskByPattern(stationNames: readonly string[]): (text: string) => string {
  const stations = stationNames.flatMap((name) => [name.trim(), name.replace(/\s*\(.*?\)/g, "").trim()]);
  const alternatives = [...new Set([...ALWAYS, ...stations])]
    .filter((name) => /[\p{L}\p{N}]/u.test(name))
    .sort((left, right) => right.length - left.length)
    .map((name) =>
      ALWAYS.includes(name) || /[\s-]/.test(name) ? `(?i:${spellings(name)})` : spellings(name),
    );
  const names = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  return (text) =>
    text.replace(names, (name) =>
      name.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu, (word) =>
        isCapitals(word) ? MASK.toUpperCase() : MASK,
      ),
    );
}

const spellings = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((word) => (word === "&" ? "(?:&amp;|&|and)" : word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .map((word) => word.replace(/['’]/g, "['’]?").replaceAll("\\.", "\\.?"))
    .join("[\\s\\-]+");
