import { InvalidInput } from "../../../functions/errors.ts";

/** The InvalidInput that `read` throws, as people see it. Throws where it throws nothing, or something else. */
export function refusal(read: () => unknown): InvalidInput {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
