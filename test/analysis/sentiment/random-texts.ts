import { dressed, joined } from "./dressing.ts";
import {
  DEGREES,
  EMOJI,
  EMOTICONS,
  FUNCTIONS,
  LEXICON,
  MARKS,
  NEGATED,
  NEUTRAL,
  PHRASES,
  RANGES,
  REPEATED,
} from "./ingredients.ts";
import { type Random, seeded } from "./random.ts";

/** Texts to try a scorer with, the same for the same seed: each rule and each trap comes up often, in any order. */
export function* randomTexts(seed: number, count: number): Generator<string> {
  const random = seeded(seed);
  for (let made = 0; made < count; made++) {
    const make = made % 1000 === 999 ? longText : random.pick(KINDS);
    yield make(random);
  }
}

/** Listed as often as they are to be made. */
const KINDS = [
  salad,
  salad,
  salad,
  sentence,
  sentence,
  aroundALexiconWord,
  aroundALexiconWord,
  aroundALexiconWord,
  aroundAPhrase,
  aroundAPhrase,
  withBut,
  withBut,
  withEmoji,
  shortTokens,
  randomCharacters,
];

const POOLS = [
  LEXICON,
  LEXICON,
  EMOTICONS,
  DEGREES,
  PHRASES,
  FUNCTIONS,
  FUNCTIONS,
  NEGATED,
  NEUTRAL,
  NEUTRAL,
  REPEATED,
];

const anyWord = (random: Random): string => random.pick(random.pick(POOLS));

function salad(random: Random): string {
  const shouting = random.pick([0, 0.1, 0.5, 1]);
  const noise = random.pick([0, 0.1, 0.4]);
  const words = random.several(0, 24, () => dressed(random, anyWord(random), shouting, noise));
  return joined(random, words, noise / 4);
}

/** What stands within the reach of the rules, in each place. */
function aroundALexiconWord(random: Random): string {
  const before = random.several(0, 5, () =>
    random.pick(random.pick([FUNCTIONS, DEGREES, NEGATED, REPEATED, NEUTRAL])),
  );
  const after = random.several(0, 3, () => random.pick(random.pick([FUNCTIONS, REPEATED, LEXICON])));
  const shouting = random.pick([0, 0, 0.3]);
  const words = [...before, random.pick(random.pick([LEXICON, REPEATED])), ...after];
  return (
    words.map((word) => dressed(random, word, shouting, 0)).join(" ") +
    random.pick(["", "", "!", "??", "!?!?"])
  );
}

function aroundAPhrase(random: Random): string {
  const pieces = random.several(1, 3, () => [
    ...random.several(0, 3, () => random.pick(random.pick([NEUTRAL, LEXICON, FUNCTIONS, NEGATED, DEGREES]))),
    random.pick(PHRASES),
  ]);
  const words = [
    ...pieces.flat(),
    ...random.several(0, 3, () => random.pick(random.pick([NEUTRAL, LEXICON]))),
  ];
  return joined(
    random,
    words.flatMap((word) => word.split(" ")).map((word) => dressed(random, word, 0.05, 0.04)),
    0.03,
  );
}

function withBut(random: Random): string {
  const pool = random.pick([REPEATED, REPEATED, LEXICON]);
  const words = random.several(1, random.pick([12, 80]), () =>
    random.chance(0.7) ? random.pick(pool) : random.pick(random.pick([DEGREES, NEUTRAL, NEGATED])),
  );
  for (const but of random.several(1, 3, () => random.pick(["but", "But", "BUT", "but,", "(but)", "butt"]))) {
    words.splice(random.below(words.length + 1), 0, but);
  }
  return words.join(" ");
}

function withEmoji(random: Random): string {
  const glue = ["", "", " ", "\n", "\ufe0f", "\u200d", "\u{1f3fd}", "!", "good", "\u00a0"];
  return random
    .several(
      1,
      12,
      () => random.pick(random.chance(0.6) ? EMOJI : anyWord(random).split(" ")) + random.pick(glue),
    )
    .join(random.pick(["", " "]));
}

function shortTokens(random: Random): string {
  const token = (): string =>
    random
      .several(1, 4, () => random.pick(random.pick([["a", "o", "k", "n", "I", "D", "P", "x", "3"], MARKS])))
      .join("");
  return random.several(1, 10, () => (random.chance(0.7) ? token() : anyWord(random))).join(" ");
}

function randomCharacters(random: Random): string {
  const ranges = random.several(1, 3, () => random.pick(RANGES));
  const character = (): string => {
    const [first, last] = random.pick(ranges);
    return String.fromCodePoint(first + random.below(last - first + 1));
  };
  const tokens = random.several(1, 12, () =>
    random.chance(0.3) ? anyWord(random) : random.several(1, 6, character).join(""),
  );
  return `${random.pick(["", "GOOD ", "N'T "])}${tokens.join(random.pick([" ", " ", "", "\u2028"]))}`;
}

const OPENINGS = [
  "I am",
  "We were",
  "It's",
  "This isn't",
  "You can't be",
  "They have never been",
  "Nobody is",
  "No",
];
const CONNECTIVES = [
  ", but",
  " and",
  ". However,",
  " because",
  "; yet",
  " - but",
  ", or",
  "! And",
  " although",
];

function sentence(random: Random): string {
  const clause = (): string =>
    [
      random.pick(OPENINGS),
      ...random.several(0, 2, () => random.pick(random.pick([DEGREES, FUNCTIONS, NEGATED]))),
      random.pick(LEXICON),
      ...random.several(0, 4, () => anyWord(random)),
    ].join(" ");
  const text = random.several(1, 3, clause).join(`${random.pick(CONNECTIVES)} `);
  const end = random.pick([".", "!", "!!!", "?", "??", " :)", " 😀", "…", ` ${random.pick(EMOJI)}\ufe0f`]);
  return (random.chance(0.1) ? text.toUpperCase() : text) + end;
}

/** About ten thousand characters. */
function longText(random: Random): string {
  const words = random.pick([REPEATED, LEXICON, NEUTRAL, EMOJI]);
  let text = "";
  while (text.length < 10_000) text += `${random.chance(0.9) ? random.pick(words) : salad(random)} `;
  return text;
}
