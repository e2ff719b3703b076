import { readFileSync, writeFileSync } from "node:fs";
import type { Station } from "../../analysis/places/station.ts";
import { compareIds } from "../../analysis/posts/id.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { farPoint, pointNear, stationDrawer } from "./places.ts";
import { type Random, seededRandom } from "./random.ts";
import { BAD_RECORDS, badRecords, drawTime, edit, idAt, type SyntheticPost } from "./records.ts";
import { writeText } from "./text.ts";

const SEED = 20_261_109;

/** The number of records of each kind. README.md lists them too. */
export const COUNTS = { posts: 2_948, edits: 15, repeats: 25, bad: BAD_RECORDS, far: 12 } as const;

const HOUR = 3_600_000;

/** A line of the file, and the time when it was read, which orders the file. */
interface Line {
  readonly readAt: number;
  readonly text: string;
}

/** The text of `data/synthetic-posts.jsonl`, one record per line. The same stations give the same text. */
export function makePosts(stations: readonly Station[]): string {
  const random = seededRandom(SEED);
  const drawStation = stationDrawer(stations, random);
  const all = Array.from({ length: COUNTS.posts + COUNTS.bad }, (_, index) =>
    makePost(drawStation(), index < COUNTS.far, random),
  );
  const posts = all.slice(0, COUNTS.posts).sort((left, right) => compareIds(left.id, right.id));
  const spoiled = all.slice(COUNTS.posts);
  // A record that is read a second time must still be read within the week.
  const early = random.shuffled(posts.filter((post) => post.created_at < "2026-11-15"));
  const edited = new Set(early.slice(0, COUNTS.edits));
  const repeated = early.slice(COUNTS.edits, COUNTS.edits + COUNTS.repeats);
  return [
    ...posts.filter((post) => !edited.has(post)).map((post) => line(post, 0)),
    ...[...edited].flatMap((post, index) => versions(post, index, random)),
    ...repeated.map((post) => line(post, HOUR * (1 + random.integer(20)))),
    ...badRecords(spoiled).map((text, index) => ({ readAt: writtenAt(spoiled[index]), text })),
  ]
    .sort((left, right) => left.readAt - right.readAt)
    .map(({ text }) => `${text}\n`)
    .join("");
}

function makePost(station: Station, far: boolean, random: Random): SyntheticPost {
  const time = drawTime(random);
  const id = idAt(time, random);
  return {
    id,
    text: writeText(station.name, time, random),
    created_at: time.toISOString(),
    lang: "en",
    author_id: String(1_000_000_000 + random.integer(900)),
    edit_history_tweet_ids: [id],
    ...(far ? { geo: point(farPoint(random)) } : place(station, random)),
    synthetic: true,
  };
}

const point = (coordinates: readonly [longitude: number, latitude: number]) =>
  ({ coordinates: { type: "Point", coordinates } }) as const;

/** Nine of ten posts have a point, and one in twenty names a place without a point. */
function place(station: Station, random: Random): Pick<SyntheticPost, "geo"> {
  if (random.chance(0.9)) return { geo: point(pointNear(station, random)) };
  return random.chance(0.5) ? { geo: { place_id: "synthetic-london" } } : {};
}

/** Both versions of an edited post. Of every third one, the older version is read last, and lists the newer. */
function versions(post: SyntheticPost, index: number, random: Random): Line[] {
  const readAfter = index % 3 === 2;
  const { older, newer } = edit(post, readAfter, random);
  return [line(older, readAfter ? 2 * HOUR : 0), line(newer, 0)];
}

const line = (post: SyntheticPost, delay: number): Line => ({
  readAt: writtenAt(post) + delay,
  text: JSON.stringify(post),
});

const writtenAt = (post: SyntheticPost | undefined): number => Date.parse(post?.created_at ?? "");

if (import.meta.main) {
  const stations = parseStations(
    readFileSync(new URL("../stations.csv", import.meta.url)),
    "data/stations.csv",
  );
  writeFileSync(new URL("../synthetic-posts.jsonl", import.meta.url), makePosts(stations));
}
