import { z } from "zod";
import type { PostSelection } from "../../analysis/analyse-posts.ts";
import type { Json } from "../ports.ts";

/** Where a source goes on; opaque to everybody else, and small: it travels in the state machine's state. */
export type Cursor = Json;

/** What a source is asked for, and by which run. */
export interface PostRequest extends PostSelection {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly scheduledTime: string;
}

/**
 * What a source yields. A page is stored, under `station` and `name`, before the next one is asked for;
 * asking again from the same cursor gives the same page under the same name. After a wait the source ends:
 * it is asked again from `cursor` when `resumeAt` (ISO 8601, UTC) has come. A source that asks for a window
 * says at its end what it got of it.
 */
export type SourceEvent =
  | {
      readonly kind: "page";
      /** The slug of the station that was asked for, or `replay`. */
      readonly station: string;
      /** Unique within the station, and in ascending order: `00000`, `00001`, … */
      readonly name: string;
      /** The page as it is stored: packRawPages (functions/posts/raw-pages.ts) of what the source gave. */
      readonly body: Uint8Array;
      /** How many records it holds, before any of them is understood. */
      readonly records: number;
      /** How many posts the source says that they are; omitted if each record is a post, as far as the source knows. */
      readonly posts?: number;
      readonly cursor: Cursor;
      /** How much of the source has been read so far, in bytes; omitted if the source cannot know. */
      readonly read?: { readonly bytes: number; readonly of: number };
    }
  | { readonly kind: "wait"; readonly resumeAt: string; readonly cursor: Cursor }
  | { readonly kind: "end"; readonly coverage: Coverage };

export type PageEvent = Extract<SourceEvent, { kind: "page" }>;

export interface PostSource {
  /** What people call it: a file's or a folder's name, `X API`. */
  readonly name: string;
  /** Differs where another set of posts stands behind the same run id; null where that cannot be said. */
  fingerprint(): Promise<string | null>;
  /** From the beginning where `cursor` is null. Ends when there is nothing more. */
  pages(request: PostRequest, cursor: Cursor | null): AsyncIterable<SourceEvent>;
}

/** A part of the window around a station that a run did not get. Times are ISO 8601, `from` inclusive and `to` exclusive. */
export const Gap = z.object({
  /** The station's name. */
  station: z.string(),
  from: z.string(),
  to: z.string(),
  /** The source does not reach back so far; or the money was spent, and the next run asks for what is still there. */
  reason: z.enum(["unreachable", "ceiling"]),
});
export type Gap = z.infer<typeof Gap>;

/** What a source that is asked for a window could give of it. */
export const Coverage = z.object({
  /** The end of the window, ISO 8601. */
  to: z.string(),
  gaps: z.array(Gap),
  /** The slug of the station at which the money ended; null where it was enough. */
  stoppedAt: z.string().nullable(),
});
export type Coverage = z.infer<typeof Coverage>;
