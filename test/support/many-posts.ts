const PLACES = [
  [-0.0886, 51.5133],
  [-0.1426, 51.539],
  [-0.0865, 51.511],
] as const;
const TEXTS = ["A lovely evening at the market", "Delays again, this is awful", "Walking past with a coffee"];

/** So many posts, one a line, near the stations of SMALL_STATIONS: a run of them can be met in each of its states. */
export const manyPosts = (count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const post = {
      id: String(1_900_000_000_000_000_000n + BigInt(index)),
      text: `${TEXTS[index % TEXTS.length]}, said number ${index}`,
      created_at: "2026-11-10T08:00:00.000Z",
      geo: { coordinates: { type: "Point", coordinates: PLACES[index % PLACES.length] } },
    };
    return `${JSON.stringify(post)}\n`;
  }).join("");
