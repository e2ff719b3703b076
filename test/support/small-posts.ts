/** Three stations, two of them within each other's kilometre. */
export const SMALL_STATIONS = `Latitude,Longitude,Station,Zone
51.5133,-0.0886,Bank,1
51.5108,-0.0863,Monument,1
51.5390,-0.1426,Camden Town,2
`;

export const SMALL_TEXTS = [
  "What a lovely evening at the market! Best noodles ever :)",
  "Delays again on the Northern line. This is awful.",
  "Walking past the market with a coffee",
  "The concert was GREAT, loved the band!!!",
  "Rain, rain and more rain. Horrible day",
  "A quiet coffee by the canal @example_friend https://example.com/x",
];

/** Who says it, so that most posts differ in more than a number. */
export const SPEAKERS = ["baker", "cabbie", "drummer", "florist", "juggler"];

const BAD_RECORDS = [
  "{broken",
  JSON.stringify({ id: "1900000000000000900", created_at: "2026-11-12T09:00:00Z" }),
  JSON.stringify({ id: "1900000000000000901", text: "nul \u0000", created_at: "2026-11-12T09:00:00Z" }),
];

/**
 * Some sixty records, one a line: placed and unplaced posts, the same post again, edited posts of which the
 * older version comes later, and a few that cannot be used.
 */
export function smallPosts(badRecords = 3): string {
  const places = [[-0.0886, 51.5133], [-0.1426, 51.539], [-0.0865, 51.511], null] as const;
  const lines = Array.from({ length: 52 }, (_, index) => {
    const place = places[index % places.length];
    return JSON.stringify({
      id: String(1_900_000_000_000_000_000n + BigInt(index) * 7n),
      text: `${SMALL_TEXTS[index % SMALL_TEXTS.length]} ${SPEAKERS[index % SPEAKERS.length]} ${index}`,
      created_at: new Date(Date.UTC(2026, 10, 10, index)).toISOString(),
      ...(place === null || place === undefined
        ? {}
        : { geo: { coordinates: { type: "Point", coordinates: place } } }),
    });
  });
  const edit = (id: string, history: string[], text: string) =>
    JSON.stringify({ id, text, created_at: "2026-11-12T09:00:00Z", edit_history_tweet_ids: history });
  const first = "1900000000000000500";
  const second = "1900000000000000501";
  return `${[
    ...lines,
    lines[3],
    lines[20],
    edit(second, [first, second], "The newer words, and they are lovely"),
    edit(first, [first], "The older words"),
    ...Array.from({ length: badRecords }, (_, index) => BAD_RECORDS[index % BAD_RECORDS.length]),
  ].join("\n")}\n`;
}
