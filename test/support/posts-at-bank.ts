const id = (number: number): string => String(1_900_000_000_000_000_000n + BigInt(number));

/** A post of the X API v2 at Bank. */
export const post = (number: number) => ({
  id: id(number),
  text: `A lovely morning, number ${number}`,
  created_at: "2026-11-10T08:00:00.000Z",
  edit_history_tweet_ids: [id(number)],
  geo: { coordinates: { type: "Point", coordinates: [-0.0886, 51.5133] } },
});

/** An item of the X archive at Bank. */
export const archived = (number: number) => ({
  tweet: {
    id_str: id(number),
    full_text: `A lovely morning, number ${number}`,
    created_at: "Tue Nov 10 08:00:00 +0000 2026",
    coordinates: { type: "Point", coordinates: ["-0.0886", "51.5133"] },
  },
});

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const posts = (count: number) => numbers(count).map(post);
/** One JSON text a line. */
export const lines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");
