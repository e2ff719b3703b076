import { seeded } from "../analysis/sentiment/random.ts";

/** What breaks rows, columns and strings on the way through pipes, JSON, SQL and Parquet. */
const PIECES = [
  ...[
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\\",
    "\\n",
    "\\t",
    "\\\\",
    "\\N",
    '"',
    "'",
    "\u0001",
    "\u007f",
    "\u0085",
    "\u2028",
    "\u2029",
  ],
  ...[
    "\ufeff",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "中文",
    "русский",
    "עברית",
    "\u200d",
    "👩‍👩‍👧",
    "❤️",
    "\u{10ffff}",
    "\u{1f600}",
    "\u{20000}",
  ],
  ...[
    "$\u007bOUT}",
    "{run}",
    "{}",
    "$.run",
    "%s",
    "NULL",
    "null",
    "--",
    ";",
    "/*",
    "london",
    "great coffee",
    "Great-Coffee",
    "coffee",
  ],
  ...[
    "so bad!",
    "not good",
    "VERY happy",
    ":)",
    "market",
    "borough market",
    "@someone",
    "https://x.com/a?b=c",
    "don't",
    "a",
  ],
];

/** One character of each of Unicode's planes that have any. */
const PLANES = [0x20ac, 0x1f680, 0x2f800, 0x30000, 0xe0101, 0xffffd, 0x10fffd].map((code) =>
  String.fromCodePoint(code),
);

/** Edges, and what is rejected. */
const POINTS = [
  [-0.0886, 51.5133],
  [-0.1058, 51.5322],
  [-0, 0],
  [180, -90],
  [-180, 90],
  [181, 0],
  [0.1 + 0.2, 51.5],
];

/** Some `count` odd records, the same for the same seed: posts, pages of posts, and what is neither. */
export function oddPosts(count: number, seed: number): string[] {
  const { below, chance, pick, several } = seeded(seed);
  const text = (): string => several(1, 9, () => pick([...PIECES, ...PLANES])).join(pick(["", " ", "-"]));
  // Few ids, so that versions, repeats and ties meet across pages.
  const id = (): string => String(2n ** 62n + BigInt(below(count)));
  const post = (): object => {
    const version = id();
    return {
      id: version,
      text: chance(0.02) ? "word-another ".repeat(1900) : text(),
      created_at: chance(0.05) ? "yesterday" : new Date(1.79e12 + below(1e9)).toISOString(),
      edit_history_tweet_ids: chance(0.3) ? [id(), version] : [version],
      ...(chance(0.5) ? { lang: pick(["en", "de-AT", "a b", ""]) } : {}),
      ...(chance(0.7)
        ? { author_id: pick(["9223372036854775807", ...several(9, 9, () => String(1 + below(9)))]) }
        : {}),
      ...(chance(0.7) ? { geo: { coordinates: { type: "Point", coordinates: pick(POINTS) } } } : {}),
    };
  };
  const record = (): string => {
    if (chance(0.04)) return text().replaceAll("\n", " ");
    if (chance(0.02))
      return '{"id":"1","text":"half a \\ud800 pair","created_at":"2026-11-10T12:00:00.000Z"}';
    if (chance(0.02)) return '{"id":"2","text":"a NUL \\u0000","created_at":"2026-11-10T12:00:00.000Z"}';
    if (chance(0.1)) return JSON.stringify({ data: several(3, 3, post), meta: { result_count: 3 } });
    return JSON.stringify(post());
  };
  return several(count, count, record);
}
