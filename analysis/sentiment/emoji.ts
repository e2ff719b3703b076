import descriptions from "./lexicon/emoji.json" with { type: "json" };

const WORDS: ReadonlyMap<string, string> = new Map(Object.entries(descriptions));

const EMOJI = new RegExp(`[${[...WORDS.keys()].join("")}]`, "gu");

/**
 * The text with each emoji replaced by the words that stand for it. As in Python a blank keeps them apart from
 * what comes before, and none from what comes after: "hi😀there" is "hi grinning facethere". An emoji is one
 * code point; what follows it (U+FE0F, a joiner) stays and is glued on.
 */
export const describeEmoji = (text: string): string => text.replace(EMOJI, (emoji) => ` ${WORDS.get(emoji)}`);
