import { randomInt } from "node:crypto";

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Thirteen capital letters and digits, as in the ids of EMR's clusters (`j-…`) and steps (`s-…`). */
export const randomIdentifier = (): string =>
  Array.from({ length: 13 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
