import emoji from "../../../analysis/sentiment/lexicon/emoji.json" with { type: "json" };
import {
  BOOSTER_PHRASES,
  BOOSTERS,
  FUNCTION_WORDS,
  NEGATIONS,
  SPECIAL_CASES,
} from "../../../analysis/sentiment/lexicon/modifiers.ts";
import { RATINGS } from "../../../analysis/sentiment/lexicon/ratings.ts";

/** What the random texts are made of. */
export const LEXICON = Object.keys(RATINGS);
export const EMOTICONS = LEXICON.filter((word) => !/^[a-z]{2,}/.test(word));
export const EMOJI = Object.keys(emoji);
export const DEGREES = [...BOOSTERS.keys()];
export const PHRASES = [...BOOSTER_PHRASES.keys(), ...SPECIAL_CASES.keys(), "badass", "without doubt"];
export const FUNCTIONS = [...FUNCTION_WORDS, "just", "enough", "sort", "the", "to", "die", "for", "death"];
export const NEGATED = [...NEGATIONS, "N'T", "n't", "xn't", "can'ts", "n'tn't", "n’t", "don’t", "no one"];

/** Few of them, so that equal valences meet: "but" looks for the first place of a valence. */
export const REPEATED = [
  "good",
  "great",
  "bad",
  "love",
  "hate",
  "fun",
  "okay",
  "kind",
  "no",
  "doubt",
  "sucks",
];

export const NEUTRAL =
  `I a an we you he it is was the and this that of on in at by with from London tube train
  station people morning coffee today tomorrow again never-ending so-so über naïve café Straße ΟΔΟΣ İstanbul
  日本語 Привет שלום مرحبا ok OK hm x 5 10 3.14 1,000 #tag @name http://t.co/Ab3 e.g. U.S. it's I'm we'll o'clock
  'tis rock'n'roll R&B c++ :-/ ... -- *** ^_^ \\o/ $$$ 100% a/b hello_world __init__ constructor __proto__
  toString`.split(/\s+/);

/** Cased beyond ASCII, caseless, glued-on and lone ones; none that is younger than Unicode 13. */
export const ODD_CHARACTERS = [
  ..."\u212a\u0131\u0130ßẞςΣσǅǆǄªºﬁĸŉÅÉéñÆæŁłЖжԱաᏣꭰᲐაⅣⅳⓐⒶ",
  ..."\u0301\u0308\u200d\ufe0f\ufe0e\u20e3\u200b\u2060\u00ad\ufeff\ufffd\u0000\u0007\u007f\u0080\u009f",
  ..."\u2018\u2019\u201c\u201d\u2026\u2014\u00a1\u00bf\u3001\u3002\uff01\uff1f\u055c\u00ab\u00bb",
  ..."٣५Ⅷ²½日語أש\u202e\u061c",
  ..."\u{1d400}\u{1d41a}\u{1d7d8}\u{10400}\u{10428}\u{1f130}\u{1f1ec}\u{1f1e7}\u{1f3fb}\u{1fae0}\u{20000}\u{e0067}",
  "\ud83d",
  "\ude00",
  "\ud800",
  "\udfff",
];

export const SPACES = [
  ..."\t\n\v\f\r\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
  "\r\n",
  "  ",
];

export const MARKS = [
  ..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  "!!",
  "!!!",
  "!!!!!",
  "??",
  "???",
  "????",
  "...",
  "?!",
];

/** Ranges of code points with and without a case, as they stood in Unicode 13. */
export const RANGES = [
  [0x00, 0x7f],
  [0x80, 0x24f],
  [0x250, 0x58f],
  [0x5d0, 0x6ff],
  [0x10a0, 0x10fa],
  [0x13a0, 0x13ff],
  [0x1e00, 0x206f],
  [0x2100, 0x2bff],
  [0xa640, 0xa7be],
  [0xd800, 0xdfff],
  [0xfb00, 0xffff],
  [0x10400, 0x104ff],
  [0x1d400, 0x1d7ff],
  [0x1f000, 0x1faff],
] as const;
