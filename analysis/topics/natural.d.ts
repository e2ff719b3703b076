/** The parts of natural 8.1.1 that are used here. Its root loads database clients and reads `.env`. */
declare module "natural/lib/natural/stemmers/porter_stemmer.js" {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}

declare module "natural/lib/natural/util/stopwords.js" {
  const stopwords: { readonly words: readonly string[] };
  export default stopwords;
}
