import type { Random } from "../../data/synthetic/random.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { BOOSTERS, EMOJI, EMOTICONS, ENDS, MOODS, NEGATIONS } from "./words.ts";
import { weightedDrawer, zipfWeights } from "./zipf.ts";

/** Lengths in UTF-16 units. The longest tail, head, body and last word together have at most 140. */
const SHORTEST = 61;
const LENGTHS = 55;
const LONGEST_TAIL = 64;
const SHORTEST_BODY = 24;

const HANDLES = 50_000;
const BASE_62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Writes the text of a post with 60 to 140 characters, near the station with this name. */
export type TextWriter = (station: string) => string;

/** Returns a writer of texts that look like posts; see bench/posts/README.md for the shares of their parts. */
export function textWriter(vocabulary: Vocabulary, random: Random): TextWriter {
  const drawMood = weightedDrawer(zipfWeights(MOODS.length, 6, 1), random);
  const drawHandle = weightedDrawer(zipfWeights(HANDLES, 10, 0.9), random);
  const { words } = vocabulary;
  const word = (rank: number): string => words[rank] ?? "";
  const handle = (): string => {
    const number = drawHandle();
    return `@${word((number * 7) % words.length).replace(/\W/g, "")}${number % 97}`.slice(0, 15);
  };

  const moodWords = (): string => {
    const mood = MOODS[drawMood()] ?? "";
    const boosted = random.chance(0.18) ? `${random.pick(BOOSTERS)} ${mood}` : mood;
    return random.chance(0.1) ? `${random.pick(NEGATIONS)} ${boosted}` : boosted;
  };

  const body = (length: number): string => {
    let text = "";
    let rank = vocabulary.draw();
    let opens = random.chance(0.75);
    while (text.length < length) {
      let next = random.chance(0.062) ? moodWords() : word(rank);
      rank = vocabulary.drawAfter(rank);
      if (random.chance(0.025)) next = next.toUpperCase();
      if (opens) next = next.charAt(0).toUpperCase() + next.slice(1);
      opens = random.chance(0.09);
      text += `${text === "" ? "" : " "}${next}${opens ? random.pick(ENDS) : random.chance(0.05) ? "," : ""}`;
    }
    return opens || random.chance(0.4) ? text : text + random.pick(ENDS);
  };

  const link = (): string => {
    let path = "";
    for (let index = 0; index < 10; index++) path += BASE_62[random.integer(62)];
    return `https://t.co/${path}`;
  };

  const tail = (station: string): string => {
    let text = "";
    const add = (probability: number, part: () => string) => {
      if (!random.chance(probability)) return;
      const more = ` ${part()}`;
      if (text.length + more.length <= LONGEST_TAIL) text += more;
    };
    add(0.08, () => `@ ${station}, London, United Kingdom`);
    add(0.2, () => `${random.pick(["at", "near", "by", "in"])} ${station}`);
    add(0.06, () => "in London");
    add(0.05, () => random.pick(EMOTICONS));
    add(0.18, () => random.pick(EMOJI).repeat(random.chance(0.15) ? 3 : 1));
    add(0.14, handle);
    add(0.2, () => `#${word(vocabulary.draw()).replace(/\W/g, "")}`);
    add(0.08, () => "#London");
    add(0.34, link);
    return text;
  };

  return (station) => {
    // Apps write the same text for a thousand users.
    if (random.chance(0.03)) return `Just posted a photo @ ${station}, London, United Kingdom ${link()}`;
    const head = random.chance(0.22) ? `${handle()} ` : "";
    const end = tail(station);
    const length = SHORTEST + random.integer(LENGTHS) - head.length - end.length;
    return head + body(Math.max(length, SHORTEST_BODY)) + end;
  };
}
