import porter from "natural/lib/natural/stemmers/porter_stemmer.js";

/** Porter's stem of a word in lower case. */
export const stemOf = (word: string): string => porter.stem(word);
