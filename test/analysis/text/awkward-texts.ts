import fc, { type Arbitrary } from "fast-check";

const WEB = [
  ..."http:// https:// HTTPS:// httpſ:// http:/ ://x.org www. WWW. wWw.x.org www t.co/ T.CO/aB1 t.co".split(
    " ",
  ),
  ..."pic.twitter.com/xY pic.x.com/ PIC.X.COM/a pic.org x.org/a?b=1&c=(d) example.co.uk / //".split(" "),
];
const NAMES = [
  ..."@ ＠ @bob ＠bob @_a1 @_@ @__ @@ @a@b.social ＠a@b.c-d.e @a@b me@x.org first.last@x.org b@d @ſ @é @Kay".split(
    " ",
  ),
];
const SEPARATORS = [
  " ",
  "  ",
  "\n",
  "\t",
  "\u00a0",
  "\u3000",
  "-",
  " - ",
  "–",
  ".",
  ",",
  "!",
  "?",
  ":",
  ";",
  "'",
  "’",
  '"',
  "(",
  ")",
];
const OTHER = [
  ..."[ ] * _ & &amp; &amp and AND # + a s S k é É ß ſ K İ ü 渋谷 東京 ا 1 ½ ́ 😀 ❤️ \u{1d400} \ud800 \udc00".split(
    " ",
  ),
  ..."good GREAT word Banker Londoner United Great Royal St St. Kings 2".split(" "),
];

const piece = (names: readonly string[]): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...WEB) },
    { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 6, arbitrary: fc.constantFrom(...SEPARATORS) },
    { weight: 4, arbitrary: fc.constantFrom(...OTHER) },
    { weight: 6, arbitrary: respelled(names) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme-composite", maxLength: 4 }) },
  );

/** A name as people may write it: in another case, without its apostrophes, with other blanks, cut off. */
const respelled = (names: readonly string[]): Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(
        (name: string) => name,
        (name: string) => name.toUpperCase(),
        (name: string) => name.toLowerCase(),
        (name: string) => name.replaceAll("s", "ſ").replaceAll("k", "\u212a"),
      ),
      fc.constantFrom(/$^/g, /['’]/g, /\./g, /['’.]/g, /\(.*/g, /.$/g),
      fc.constantFrom(" ", "-", "  ", " - ", "\n", "\u00a0"),
      fc.constantFrom("&", "and", "&amp;", "AND", "&AMP;"),
      fc.constantFrom("'", "’", "´"),
    )
    .map(([name, inCase, leftOut, blank, and, apostrophe]) =>
      inCase(name.replace(leftOut, ""))
        .replaceAll(/[\s-]+/g, blank)
        .replace("&", and)
        .replaceAll("'", apostrophe),
    );

/** Texts of what cleaning and masking look for, of what is nearly that, and of what may stand beside it. */
export const awkwardText = (names: readonly string[]): Arbitrary<string> =>
  fc.array(piece(names), { maxLength: 14, size: "max" }).map((pieces) => pieces.join(""));
