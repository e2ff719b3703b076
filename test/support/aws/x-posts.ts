import { distance, measured } from "../../../analysis/places/distance.ts";
import type { Station } from "../../../analysis/places/station.ts";
import { firstIdOf } from "../../../functions/adapters/posts/x/time.ts";
import { ALL_STATIONS } from "../fake-x/schedule.ts";
import type { FakePost, FakeWorld } from "../fake-x/world.ts";
import { SMALL_TEXTS, SPEAKERS } from "../small-posts.ts";

/** Without the one that names somebody. */
const TEXTS = SMALL_TEXTS.slice(0, 5);
const HOUR = 3600_000;

/** A word that one post near a station has, and one that a post has there which cannot be used. */
export const goneWords = (station: string): readonly [string, string] => {
  const name = station.toLowerCase().replaceAll(/[^a-z]/g, "");
  return [`quixotry${name}`, `zymurgy${name}`];
};

/**
 * What X has near these stations, of the five days before `now`: twenty posts, and two with the station's words, of
 * which one cannot be used. Near the first station there is one without a text as well, and so much is in one near
 * Bank that a page with it is a batch of its own.
 */
export function xPosts(names: readonly string[], now: number): FakeWorld & { idOf(word: string): string } {
  const stations = names.map((name) => ALL_STATIONS.find((one) => one.name === name) ?? missing(name));
  const posts = stations
    .flatMap((station, index) => postsNear(station, now - (index + 1) * 60_000, index === 0))
    .sort((left, right) => (BigInt(left.id) < BigInt(right.id) ? 1 : -1));
  return {
    posts,
    inCircle(longitude, latitude, radiusKm) {
      const centre = measured({ longitude, latitude });
      return posts.filter((post) => distance(centre, measured(post)) <= radiusKm * 1000);
    },
    idOf: (word) => posts.find(({ object }) => String(object.text).includes(word))?.id ?? missing(word),
  };
}

function postsNear(station: Station, latest: number, isFirst: boolean): FakePost[] {
  const { name } = station;
  const [used, rejected] = goneWords(name);
  const plain = Array.from({ length: 20 }, (_, index) => ({
    text: `${TEXTS[index % TEXTS.length]} ${SPEAKERS[Math.floor(index / TEXTS.length)]} near ${name}`,
  }));
  const objects: Readonly<Record<string, unknown>>[] = [
    ...plain,
    ...(isFirst ? [{ text: undefined }] : []),
    { text: `${used} what a lovely evening` },
    { text: `${rejected} of no day`, created_at: "yesterday" },
    ...(name === "Bank" ? [{ text: "Large", padding: "x".repeat(10_000_000) }] : []),
  ];
  return objects.map((object, index) => postAt(station, latest - (index + 1) * 4 * HOUR, object));
}

function postAt(
  { longitude, latitude }: Station,
  createdAt: number,
  object: Readonly<Record<string, unknown>>,
): FakePost {
  const id = String(firstIdOf(Math.floor(createdAt / 1000)));
  const whole = {
    id,
    created_at: new Date(createdAt).toISOString(),
    edit_history_tweet_ids: [id],
    geo: { coordinates: { type: "Point", coordinates: [longitude, latitude] } },
    ...object,
  };
  return { id, createdAt, foundFrom: createdAt, longitude, latitude, object: whole };
}

function missing(what: string): never {
  throw new RangeError(`There is no ${what}.`);
}
