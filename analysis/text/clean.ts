/**
 * A URL as people write it in posts, with every character that can belong to it. A URL without a scheme must not begin
 * in a word, nor after an @, where it would be the host of an e-mail address.
 */
const WEB_ADDRESS =
  /(?:https?:\/\/|(?<![\p{L}\p{N}@.])(?:www\.|t\.co\/|pic\.(?:twitter|x)\.com\/))[\p{L}\p{M}\p{N}\-._~:/?#[\]@!$&'()*+,;=%]*/u;

/**
 * An @name contains a letter or a digit, so that the face `@_@` stays. After a letter or a digit, the @ belongs to an
 * e-mail address (or to `b@d`). The second part is the server of a Fediverse name.
 */
const AT_NAME = /(?<![\p{L}\p{N}_])[@＠](?=_*[a-z\d])\w+(?:@\w+(?:[.-]\w+)+)?/u;

const NOT_TEXT = new RegExp(`${WEB_ADDRESS.source}|${AT_NAME.source}`, "giu");

/** Can be part of a URL, but belongs to the sentence at the end of the URL: `(see www.x.org)!` */
const SENTENCE_PUNCTUATION = new Set(".,!?;:'\"()[]*-");

/**
 * The text without URLs and @names. Everything else stays unchanged, because the sentiment needs it: case, punctuation,
 * emoji, emoticons, line breaks. A space replaces each removed part, so that no two words become one.
 */
export const cleanText = (text: string): string =>
  mayHoldMore(text) ? text.replace(NOT_TEXT, leftOf) : text;

/** Every URL has a slash or begins with www. Searching for these is cheaper than searching for URLs. */
const mayHoldMore = (text: string): boolean =>
  text.includes("@") || text.includes("/") || text.includes("＠") || /www\./i.test(text);

const leftOf = (found: string): string => {
  const first = found.charAt(0);
  return first === "@" || first === "＠" ? " " : ` ${found.slice(urlEnd(found))}`;
};

/** The end of the URL, without the sentence's punctuation after it. */
function urlEnd(found: string): number {
  let end = found.length;
  while (SENTENCE_PUNCTUATION.has(found.charAt(end - 1))) end--;
  return end;
}
