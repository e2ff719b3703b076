/** The words that VADER's rules look for around a word of the lexicon, as vaderSentiment 3.3.2 lists them. */

/** What a degree adverb adds to the intensity of the word after it: the mean that Hutto & Gilbert measured. */
const INCREASE = 0.293;
const DECREASE = -0.293;

const INTENSIFIERS = `absolutely amazingly awfully completely considerable considerably decidedly deeply effing
  enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin
  frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly
  hugely incredible incredibly intensely major majorly more most particularly purely quite really remarkably so
  substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very`;

const DAMPENERS = `almost barely hardly kinda kindof kind-of less little marginal marginally occasional
  occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of`;

const wordsOf = (list: string): string[] => list.split(/\s+/);

/** Degree adverbs ("boosters") and what they add. */
export const BOOSTERS: ReadonlyMap<string, number> = new Map([
  ...wordsOf(INTENSIFIERS).map((word) => [word, INCREASE] as const),
  ...wordsOf(DAMPENERS).map((word) => [word, DECREASE] as const),
]);

/** Degree adverbs of two words. */
export const BOOSTER_PHRASES: ReadonlyMap<string, number> = new Map([
  ["just enough", DECREASE],
  ["kind of", DECREASE],
  ["sort of", DECREASE],
]);

/** A word with "n't" anywhere in it is a negation as well. */
export const NEGATIONS: readonly string[] = wordsOf(`aint arent cannot cant couldnt darent didnt doesnt ain't
  aren't can't couldn't daren't didn't doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't
  hasn't haven't isn't mightn't mustn't neednt needn't never none nope nor not nothing nowhere oughtnt shant
  shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without wont wouldnt won't wouldn't
  rarely seldom despite`);

/** Idioms with a word of the lexicon in them, and the valence that takes the place of that word's own. */
export const SPECIAL_CASES: ReadonlyMap<string, number> = new Map([
  ["the shit", 3],
  ["the bomb", 3],
  ["bad ass", 1.5],
  ["bus stop", 0],
  ["yeah right", -2],
  ["kiss of death", -1.5],
  ["to die for", 3],
  ["beating heart", 3.5],
]);

/** What the rules name one by one. */
export const FUNCTION_WORDS = [
  "at",
  "but",
  "doubt",
  "kind",
  "least",
  "never",
  "no",
  "nor",
  "of",
  "or",
  "so",
  "this",
  "very",
  "without",
] as const;
