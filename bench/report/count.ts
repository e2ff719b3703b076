import { InvalidInput } from "../../functions/errors.ts";

/** The number of posts that was asked for. Throws InvalidInput. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidInput(`--posts is no number of posts: "${text}".`, {
    hint: "Write it as --posts 1000000.",
  });
}
