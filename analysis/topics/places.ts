import type { Corpus } from "./corpus.ts";

/** Puts the posts of each place together. Returns the texts of a place's posts, one for each post. */
export function textsByPlace({
  places,
  textsOfParts,
  placesOfParts,
}: Corpus): (place: number) => Uint32Array {
  const ends = new Uint32Array(places.length);
  for (const placeOf of placesOfParts) for (const place of placeOf) ends[place] = (ends[place] ?? 0) + 1;
  let posts = 0;
  const starts = ends.map((count) => {
    posts += count;
    return posts - count;
  });
  ends.set(starts);
  const texts = new Uint32Array(posts);
  for (const [part, placeOf] of placesOfParts.entries())
    for (const [post, place] of placeOf.entries()) {
      const end = ends[place] ?? 0;
      texts[end] = textsOfParts[part]?.[post] ?? 0;
      ends[place] = end + 1;
    }
  return (place) => texts.subarray(starts[place], ends[place]);
}
