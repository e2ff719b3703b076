/**
 * The beginning of a URL as people write it in posts, and all that can belong to it. A URL without a scheme
 * must not begin inside a word, nor after an @, where it would be the host of an e-mail address.
 */
const WEB_ADDRESS =
  /(?:https?:\/\/|(?<![\p{L}\p{N}@.])(?:www\.|t\.co\/|pic\.(?:twitter|x)\.com\/))[\p{L}\p{M}\p{N}\-._~:/?#[\]@!$&'()*+,;=%]*/u;

/**
 * An @name holds a letter or a digit, so that `@_@` stays a face; after a letter or a digit the @ belongs to
 * an e-mail address (or to `b@d`). The second part is the server of a name as the Fediverse writes it.
 */
const AT_NAME = /(?<![\p{L}\p{N}_])[@＠](?=_*[a-z\d])\w+(?:@\w+(?:[.-]\w+)+)?/u;

const NOT_TEXT = new RegExp(`${WEB_ADDRESS.source}|${AT_NAME.source}`, "giu");

/** What may be part of a URL, but at its end is the sentence's own: `(see www.x.org)!` */
const SENTENCE_PUNCTUATION = new Set(".,!?;:'\"()[]*-");

/**
 * The text without URLs and @names. All else stays as it was, as the sentiment needs it: case, punctuation,
 * emoji, emoticons, line breaks. Each thing taken out leaves a blank, so that no two words become one.
 */
export const cleanText = (text: string): string =>
  mayHoldMore(text) ? text.replace(NOT_TEXT, leftOf) : text;

/** Every URL has a slash or begins with www, and searching for these is cheaper than for URLs. */
const mayHoldMore = (text: string): boolean =>
  text.includes("@") || text.includes("/") || text.includes("＠") || /www\./i.test(text);

const leftOf = (found: string): string => {
  const first = found.charAt(0);
  return first === "@" || first === "＠" ? " " : ` ${found.slice(urlEnd(found))}`;
};

/** Where the URL ends and the sentence's punctuation after it begins. */
function urlEnd(found: string): number {
  let end = found.length;
  while (SENTENCE_PUNCTUATION.has(found.charAt(end - 1))) end--;
  return end;
}
