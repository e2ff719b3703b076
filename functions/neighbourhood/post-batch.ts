import type { AnalysedPost } from "../../analysis/analyse-post.ts";

/**
 * A scored post and the raw page that it was read from: one row of `posts/*.parquet` and of `citypulse.posts`,
 * under the names of their columns.
 */
export interface PostCells {
  /** Ids are decimal digits: they do not fit into a number. */
  readonly post_id: string;
  readonly version_id: string;
  readonly versions: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created_at: string;
  readonly text: string;
  readonly language: string | null;
  readonly author_id: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly station: string | null;
  readonly metres: number | null;
  /** A JSON array of names. */
  readonly other_stations: string;
  readonly compound: number;
  readonly masked: number;
  readonly neg: number;
  readonly neu: number;
  readonly pos: number;
  readonly raw_key: string;
  readonly source_file: string;
  readonly source_line: number;
}
export type PostColumn = keyof PostCells;

/** Posts column by column, which is how they are stored, handed on and copied fastest. */
export type PostBatch = { readonly [Column in PostColumn]: PostCells[Column][] };

export const emptyBatch = (): PostBatch => mapColumns(() => []);

export function addPost(batch: PostBatch, post: AnalysedPost, rawKey: string): void {
  batch.post_id.push(post.id);
  batch.version_id.push(post.version);
  batch.versions.push(post.versions);
  batch.created_at.push(post.createdAt);
  batch.text.push(post.text);
  batch.language.push(post.language);
  batch.author_id.push(post.author);
  batch.longitude.push(post.point?.longitude ?? null);
  batch.latitude.push(post.point?.latitude ?? null);
  batch.station.push(post.station);
  batch.metres.push(post.metres);
  batch.other_stations.push(JSON.stringify(post.others));
  batch.compound.push(post.compound);
  batch.masked.push(post.masked);
  batch.neg.push(post.neg);
  batch.neu.push(post.neu);
  batch.pos.push(post.pos);
  batch.raw_key.push(rawKey);
  batch.source_file.push(post.origin.file);
  batch.source_line.push(post.origin.line);
}

/** The posts of all batches, one batch after the other. */
export const joinBatches = (batches: readonly PostBatch[]): PostBatch =>
  mapColumns((column) => batches.flatMap((batch) => batch[column]));

/** The posts at these places of the batch, in this order. */
export const pickPosts = (batch: PostBatch, places: readonly number[]): PostBatch =>
  mapColumns((column) => pick(batch[column], places));

function pick<Cell>(cells: readonly Cell[], places: readonly number[]): Cell[] {
  const picked: Cell[] = [];
  for (const place of places) {
    const cell = cells[place];
    if (cell !== undefined) picked.push(cell);
  }
  return picked;
}

function mapColumns(make: <Column extends PostColumn>(column: Column) => PostCells[Column][]): PostBatch {
  return {
    post_id: make("post_id"),
    version_id: make("version_id"),
    versions: make("versions"),
    created_at: make("created_at"),
    text: make("text"),
    language: make("language"),
    author_id: make("author_id"),
    longitude: make("longitude"),
    latitude: make("latitude"),
    station: make("station"),
    metres: make("metres"),
    other_stations: make("other_stations"),
    compound: make("compound"),
    masked: make("masked"),
    neg: make("neg"),
    neu: make("neu"),
    pos: make("pos"),
    raw_key: make("raw_key"),
    source_file: make("source_file"),
    source_line: make("source_line"),
  };
}
