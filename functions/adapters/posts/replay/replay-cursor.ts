import { z } from "zod";
import type { Cursor } from "../../../posts/post-source.ts";

/** Where a replay goes on. The offset counts bytes of the file's unpacked content. */
const ReplayCursor = z.strictObject({
  /** The number of the next page. */
  page: z.number().int().nonnegative(),
  /** The file's place in the order of the files. */
  file: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
  line: z.number().int().positive(),
  format: z.enum(["lines", "values", "list"]),
});
export type ReplayCursor = z.infer<typeof ReplayCursor>;

/** Throws a ZodError for what is no cursor of a replay: then the run's state is damaged, not the input. */
export const parseReplayCursor = (cursor: Cursor): ReplayCursor => ReplayCursor.parse(cursor);
