/** Three stations, far from each other. */
export const STATIONS = `Latitude,Longitude,Station,Zone
51.5133,-0.0886,Bank,1
51.5322,-0.1058,Angel,1
51.4627,-0.1145,Brixton,2
`;

const POINTS = { Bank: [-0.0886, 51.5133], Angel: [-0.1058, 51.5322], Brixton: [-0.1145, 51.4627] } as const;
export type StationName = keyof typeof POINTS;

export interface PostOptions {
  readonly text?: string;
  readonly createdAt?: string;
  readonly station?: StationName;
  /** The ids of the post's earlier versions, oldest first. */
  readonly after?: readonly number[];
}

/** A post of the X API v2 as one line of JSON; at its station, or without a point. */
export function record(
  id: number,
  {
    text = `Words of post ${id}`,
    createdAt = "2026-11-10T12:00:00.000Z",
    station,
    after = [],
  }: PostOptions = {},
): string {
  return JSON.stringify({
    id: String(id),
    text,
    created_at: createdAt,
    edit_history_tweet_ids: [...after, id].map(String),
    ...(station === undefined
      ? {}
      : { geo: { coordinates: { type: "Point", coordinates: POINTS[station] } } }),
  });
}

const OPENINGS = [
  "A lovely morning,",
  "Awful delays,",
  "Coffee and cake,",
  "GREAT band tonight!!!",
  "So quiet,",
];
const PLACES = ["Bank", "Angel", undefined] as const;
/** What makes two posts with the same opening two texts: numbers do not. */
const SPEAKERS = ["baker", "cabbie", "drummer", "florist", "juggler", "painter", "tailor"];

/** `count` posts with ids from `first`, in turn at Bank, at Angel and nowhere, of different moods. */
export const records = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    const id = first + index;
    const station = PLACES[id % PLACES.length];
    const speaker = SPEAKERS[id % SPEAKERS.length];
    const text = `${OPENINGS[id % OPENINGS.length]} says neighbour ${id}, the ${speaker}`;
    return record(id, { text, ...(station === undefined ? {} : { station }) });
  });

const REMARKS = ["for breakfast", "cold as ever", "beat everything", "cost a fortune", "made us laugh"];
const WHEN = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** 35 different texts about `thing` at most, with ids from `first`: a topic of the station where few others are about it. */
export const talkOf = (thing: string, station: StationName, first: number, count = 35): string[] =>
  REMARKS.flatMap((remark) => WHEN.map((when) => `${thing} ${remark} ${when}`))
    .slice(0, count)
    .map((text, index) => record(first + index, { station, text }));

/** The items in runs of `size`. */
export const inPages = (items: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
