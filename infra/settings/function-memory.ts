import type { Configuration } from "./configuration.ts";

/** Memory of the functions that wait more than they work, in MB. */
export const SMALL_FUNCTION_MB = 512;
/** The states whose functions work on all posts of a run. */
const WITH_ALL_POSTS: ReadonlySet<string> = new Set(["Analyse", "LoadResults"]);

/** The memory of the function that a state of the neighbourhood pipeline calls, in MB. */
export const functionMemory = (
  state: string,
  { memoryMb }: Pick<Configuration["analysis"], "memoryMb">,
): number => (WITH_ALL_POSTS.has(state) ? memoryMb : SMALL_FUNCTION_MB);
