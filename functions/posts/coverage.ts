import { z } from "zod";

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
