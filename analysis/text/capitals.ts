/** Whether a word is in capitals: it has letters with a case, and none in lower case. As Python's `isupper`. */
export const isCapitals = (word: string): boolean =>
  word === word.toUpperCase() && word !== word.toLowerCase();
