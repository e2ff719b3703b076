/** How posts are judged by default: in a stack, on the command line, and in a check that makes runs again. */
export const DEFAULTS = {
  /** A station with fewer posts shows only their number. */
  minPosts: 5,
  /** A run fails if a larger share of its records cannot be used. */
  maxRejectedShare: 0.2,
} as const;
