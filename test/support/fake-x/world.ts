import { distance, measured } from "../../../analysis/places/distance.ts";
import type { Station } from "../../../analysis/places/station.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";

/** A post that X has, as the search sees it. */
export interface FakePost {
  readonly id: string;
  /** In milliseconds. */
  readonly createdAt: number;
  /** From when on it is found: posts are found some seconds after they were written. */
  readonly foundFrom: number;
  readonly longitude: number;
  readonly latitude: number;
  /** The object as the API gives it. */
  readonly object: Readonly<Record<string, unknown>>;
}

export interface FakeWorld {
  /** Newest first. */
  readonly posts: readonly FakePost[];
  /** The posts in a circle, newest first. */
  inCircle(longitude: number, latitude: number, radiusKm: number): readonly FakePost[];
}

const EPOCH = 1_288_834_974_657n;
const DAY = 24 * 3600_000;
/** Within this time after it was written every post is found. */
const LATEST_FINDING = 20_000;

/** `count` posts of the nine days before `until` (milliseconds), most of them around few of the stations. */
export function fakeWorld(
  stations: readonly Station[],
  { seed, count, until }: { readonly seed: number; readonly count: number; readonly until: number },
): FakeWorld {
  const random = seededRandom(seed);
  const posts = Array.from({ length: count }, (_, index): FakePost => {
    const createdAt = until + DAY - random.integer(10 * DAY);
    // The square prefers the first ones, as people do.
    const station = stations[Math.floor(random.next() ** 2 * stations.length)] ?? random.pick(stations);
    const longitude = station.longitude + (random.next() - 0.5) * 0.04;
    const latitude = station.latitude + (random.next() - 0.5) * 0.025;
    const id = String(((BigInt(createdAt) - EPOCH) << 22n) | BigInt(index));
    // An edit has an id and a time of its own; the version before it is found no more.
    const first = String(((BigInt(createdAt - 600_000) - EPOCH) << 22n) | BigInt(index));
    const isEdited = random.chance(0.05);
    const text = `Post ${index} near ${station.name}`;
    const object = {
      id,
      text: text.slice(0, 280),
      created_at: new Date(createdAt).toISOString(),
      lang: "en",
      author_id: String(1000 + (index % 97)),
      edit_history_tweet_ids: isEdited ? [first, id] : [id],
      geo: {
        place_id: "5de8cffc145c486b",
        coordinates: { type: "Point", coordinates: [longitude, latitude] },
      },
      ...(random.chance(0.05) ? { note_tweet: { text: `${text}. ${"And on it goes. ".repeat(30)}` } } : {}),
      ...(random.chance(0.1) ? { a_field_of_the_future: { value: index } } : {}),
    };
    return {
      id,
      createdAt,
      foundFrom: createdAt + random.integer(LATEST_FINDING),
      longitude,
      latitude,
      object,
    };
  }).sort((left, right) => (BigInt(left.id) < BigInt(right.id) ? 1 : -1));
  const circles = new Map<string, readonly FakePost[]>();
  return {
    posts,
    inCircle(longitude, latitude, radiusKm) {
      const key = `${longitude} ${latitude} ${radiusKm}`;
      const known = circles.get(key);
      if (known !== undefined) return known;
      const centre = measured({ longitude, latitude });
      const found = posts.filter((post) => distance(centre, measured(post)) <= radiusKm * 1000);
      circles.set(key, found);
      return found;
    },
  };
}
