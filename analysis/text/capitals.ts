/**
 * Python 3.11 has Unicode 14: what was given a case since is caseless to it, and U+0295 was a small letter. A
 * newer JavaScript engine knows better, and two engines would not agree.
 */
const UPPER_CASE =
  /[\p{Uppercase}--[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]]/v;
const LOWER_CASE =
  /[[\p{Lowercase}\u0295]--[\u10fc\u1c8a\ua7cd\ua7cf\ua7db\ua7f1-\ua7f4\uab69\u{10d70}-\u{10d85}\u{16ebb}-\u{16ed3}\u{1df25}-\u{1df2a}\u{1e030}-\u{1e06d}]]/v;
const TITLE_CASE = /\p{Lt}/u;

/** Whether a word is in capitals: it has some, and no small letter. As `isupper` of Python 3.11. */
export const isCapitals = (word: string): boolean =>
  UPPER_CASE.test(word) && !LOWER_CASE.test(word) && !TITLE_CASE.test(word);
