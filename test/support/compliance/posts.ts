import { smallPosts } from "../small-posts.ts";

/** Words that nothing but the posts which X takes back has. */
export const GONE_WORDS = [
  "quixotryalpha",
  "zymurgybeta",
  "wherewithalgamma",
  "xylophonedelta",
  "brambleepsilon",
  "gauntletzeta",
  "halcyoneta",
  "pamphlettheta",
] as const;
const [PLAIN, EDITED, REJECTED, BROKEN, ON_PAGE, COPIED, LONG, POLLED] = GONE_WORDS;

const BANK = { geo: { coordinates: { type: "Point", coordinates: [-0.0886, 51.5133] } } };
const AT = "2026-11-12T10:00:00.000Z";
const post = (id: string, text: string, more: object = {}): object => ({
  id,
  text,
  created_at: AT,
  ...BANK,
  ...more,
});

/** What PostgreSQL cannot compress, so that its bytes are found where they are. */
const longText = (): string => {
  let seed = 7;
  const letters = Array.from({ length: 6_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (seed % 90));
  });
  return `${LONG} ${letters.join("").replaceAll(/["\\]/g, "-")}`;
};

export const IDS = {
  plain: "1900000000000001001",
  edited: ["1900000000000001002", "1900000000000001003"],
  rejected: "1900000000000001004",
  broken: "1900000000000001005",
  onPage: "1900000000000001006",
  stays: "1900000000000001007",
  copied: "1900000000000001008",
  copy: "1900000000000001009",
  long: "1900000000000001010",
} as const;

/** What X says of them. Of the edited post it names the newer version alone, of the copied one the original. */
export const NAMED_BY_X: readonly (readonly [string, string])[] = [
  [IDS.plain, "deleted"],
  [IDS.edited[1], "protected"],
  [IDS.rejected, "suspended"],
  [IDS.broken, "deactivated"],
  [IDS.onPage, "scrub_geo"],
  [IDS.copied, "withheld"],
  [IDS.long, "deleted"],
];

/** The records that X takes back, or that hold such a post; `stays` is on the page of one of them. */
export function recordsThatGo(): string[] {
  const [first, second] = IDS.edited;
  const page = (data: object[], polls: object[]): string =>
    JSON.stringify({
      data,
      includes: { polls, places: [{ id: "01", full_name: "Bank, London" }] },
      meta: { result_count: 2, newest_id: IDS.stays },
    });
  const stays = post(IDS.stays, "A calm page of the harbour post", { geo: { place_id: "01", ...BANK.geo } });
  const gone = post(IDS.onPage, `${ON_PAGE} on a page`, {
    geo: { place_id: "01", ...BANK.geo },
    attachments: { poll_ids: ["77"] },
  });
  return [
    JSON.stringify(post(IDS.plain, `${PLAIN} what a lovely evening`)),
    JSON.stringify(post(first, `${EDITED} the first words`, { edit_history_tweet_ids: [first] })),
    JSON.stringify(post(second, `${EDITED} the second words`, { edit_history_tweet_ids: [first, second] })),
    JSON.stringify({ ...post(IDS.rejected, `${REJECTED} no date`), created_at: "yesterday" }),
    `{"id":"${IDS.broken}","text":"${BROKEN} breaks o`,
    page([gone, stays], [{ id: "77", options: [{ position: 1, label: POLLED }] }]),
    JSON.stringify(
      post(IDS.copy, `RT @someone: ${COPIED}`, {
        referenced_tweets: [{ type: "retweeted", id: IDS.copied }],
      }),
    ),
    JSON.stringify(post(IDS.long, longText())),
  ];
}

/** The same lines as if the posts had never been there: what stays of a record, and blanks for the rest. */
const recordsWithout = (): string[] =>
  recordsThatGo().map((record) => {
    if (!record.startsWith('{"data"')) return "";
    const page: { data: object[]; includes: object; meta: object } = JSON.parse(record);
    return JSON.stringify({
      ...page,
      data: page.data.slice(1),
      includes: { ...page.includes, polls: [] },
    });
  });

/** Some sixty posts, and those that go between them. */
export function postsWith(records: "that go" | "without them"): string {
  const others = smallPosts().trimEnd().split("\n");
  const own = records === "that go" ? recordsThatGo() : recordsWithout();
  return `${[...others.slice(0, 20), ...own, ...others.slice(20)].join("\n")}\n`;
}
