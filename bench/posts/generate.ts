import type { Station } from "../../analysis/places/station.ts";
import { farPoint, pointNear } from "../../data/synthetic/places.ts";
import { type Random, seededRandom } from "../../data/synthetic/random.ts";
import { BAD_RECORDS, badRecords, idAt, type SyntheticPost } from "../../data/synthetic/records.ts";
import { textWriter } from "./text.ts";
import { vocabulary } from "./vocabulary.ts";
import { EDITS } from "./words.ts";
import { weightedDrawer, zipfWeights } from "./zipf.ts";

/** Start of the week of the posts: Monday, 9 November 2026, 00:00 UTC, as in the bundled sample. */
const BEGIN = Date.UTC(2026, 10, 9);
const WEEK = 7 * 24 * 3_600_000;

/** Shares of all records. */
const BAD = 0.001;
const REPEATED = 0.012;
const EDITED = 0.003;
/** Shares of the posts. */
const WITHOUT_POINT = 0.1;
const FAR = 0.004;

/** A repeated or edited post is one of this many posts before it. */
const REMEMBERED = 1000;

export interface GeneratedRecord {
  readonly kind: "post" | "repeat" | "edit" | "bad";
  /** The record as one line of JSON Lines, without the line feed. */
  readonly line: string;
  /** The station near which it was written, whether or not it has a point. */
  readonly station: string;
  /** Whether its point is within a kilometre of a station. */
  readonly placed: boolean;
}

interface Remembered {
  readonly post: SyntheticPost;
  readonly station: string;
  readonly placed: boolean;
}

/**
 * Yields this many records in the order of time, in the shape of the X API v2. The same arguments give the same
 * records: posts, one in eighty of them twice, some edited, and one in a thousand that cannot be used.
 */
export function* generatePosts(
  records: number,
  stations: readonly Station[],
  seed: number,
): Generator<GeneratedRecord> {
  const random = seededRandom(seed);
  const drawPost = postDrawer(stations, random);
  const memory: Remembered[] = [];
  for (let index = 0; index < records; index++) {
    const time = new Date(BEGIN + Math.floor((index / records) * WEEK));
    const kind = drawKind(random);
    const place = random.integer(REMEMBERED);
    const remembered = memory[place];
    if ((kind === "repeat" || kind === "edit") && remembered !== undefined) {
      if (kind === "repeat") yield record(kind, remembered);
      else {
        // An edited post is not repeated: its newest version stays the newest.
        memory.splice(place, 1);
        yield record(kind, { ...remembered, post: edit(remembered.post, time, random) });
      }
      continue;
    }
    const drawn = drawPost(time);
    if (kind === "bad") {
      const line = badRecords(Array<SyntheticPost>(BAD_RECORDS).fill(drawn.post))[
        random.integer(BAD_RECORDS)
      ];
      yield { kind, line: line ?? "", station: drawn.station, placed: false };
      continue;
    }
    if (memory.length < REMEMBERED) memory.push(drawn);
    else memory[place] = drawn;
    yield record("post", drawn);
  }
}

const record = (kind: GeneratedRecord["kind"], { post, station, placed }: Remembered): GeneratedRecord => ({
  kind,
  line: JSON.stringify(post),
  station,
  placed,
});

function drawKind(random: Random): GeneratedRecord["kind"] {
  const draw = random.next();
  if (draw < BAD) return "bad";
  if (draw < BAD + REPEATED) return "repeat";
  return draw < BAD + REPEATED + EDITED ? "edit" : "post";
}

function edit(post: SyntheticPost, time: Date, random: Random): SyntheticPost {
  const id = idAt(time, random);
  return {
    ...post,
    id,
    text: `${post.text} ${random.pick(EDITS)}`,
    created_at: time.toISOString(),
    edit_history_tweet_ids: [post.id, id],
  };
}

function postDrawer(stations: readonly Station[], random: Random): (time: Date) => Remembered {
  const write = textWriter(vocabulary(random), random);
  const ranked = random.shuffled(stations);
  const drawStation = weightedDrawer(zipfWeights(ranked.length, 8, 1), random);
  const drawAuthor = weightedDrawer(zipfWeights(200_000, 50, 0.8), random);
  return (time) => {
    const station = ranked[drawStation()];
    if (station === undefined) throw new RangeError("There are no stations to draw from.");
    const hasPoint = !random.chance(WITHOUT_POINT);
    const isFar = random.chance(FAR);
    const id = idAt(time, random);
    const coordinates = isFar ? farPoint(random) : pointNear(station, random);
    const post: SyntheticPost = {
      id,
      text: write(station.name),
      created_at: time.toISOString(),
      lang: "en",
      author_id: String(1_000_000_000 + drawAuthor()),
      edit_history_tweet_ids: [id],
      ...(hasPoint ? { geo: { coordinates: { type: "Point", coordinates } } } : {}),
      synthetic: true,
    };
    return { post, station: station.name, placed: hasPoint && !isFar };
  };
}
