import { type Random, seededRandom } from "../../data/synthetic/random.ts";
import { weightedDrawer, zipfWeights } from "../posts/zipf.ts";

/** Parameters of the planted posts. */
export interface Planting {
  readonly seed: number;
  readonly vocabulary: number;
  readonly zipfExponent: number;
  readonly stations: number;
  readonly postsPerStation: number;
  /** Number of topics of a station, and the share of its posts that contain each of them. */
  readonly topics: number;
  readonly share: number;
  /** Minimum and maximum number of vocabulary words in a post. Stop words are added. */
  readonly words: readonly [fewest: number, most: number];
}

export const PLANTING: Planting = {
  seed: 4,
  vocabulary: 50_000,
  zipfExponent: 1,
  stations: 300,
  postsPerStation: 200,
  topics: 5,
  share: 0.05,
  words: [2, 12],
};

export interface PlantedPost {
  readonly id: bigint;
  readonly author: bigint;
  readonly station: string;
  readonly text: string;
}

export interface PlantedStation {
  readonly station: string;
  /** Each topic is one word, or two words separated by a blank, as written. */
  readonly topics: readonly string[];
  readonly posts: readonly PlantedPost[];
}

const CONSONANTS = "bdfgklmnprtvz";
const VOWELS = "aeiou";

/** A made-up word for each number. The last letter prevents Porter's stemmer from merging two words. */
function madeUpWord(number: number): string {
  let word = "";
  for (let rest = number, syllable = 0; syllable < 3; syllable++) {
    word += CONSONANTS.charAt(rest % 13) + VOWELS.charAt(Math.floor(rest / 13) % 5);
    rest = Math.floor(rest / 65);
  }
  return `${word}k`;
}

/** Share of posts that repeat others, except for a word or two. */
const AD_SHARE = 0.08;
/** Number of posts by one author at each station that share a word. */
const BURST = 4;

const STOP_WORDS = "the a to and of in is it for my on you at with this was so be that are we just".split(
  " ",
);
const ENDINGS = ["", "", "", "s", "ing"];

/** Yields stations with their topics and posts, with noise like that of real posts. */
export function* plantedStations(planting: Planting): Generator<PlantedStation, void> {
  const random = seededRandom(planting.seed);
  const draw = weightedDrawer(zipfWeights(planting.vocabulary, 1, planting.zipfExponent), random);
  const word = (): string => madeUpWord(draw());
  const cityAds = Array.from({ length: 20 }, () => Array.from({ length: 8 }, word));
  for (let number = 0; number < planting.stations; number++) {
    const station = `Station ${madeUpWord(270_000 + number)}`;
    const topics = plantedTopics(planting, number, random);
    const ownAd = Array.from({ length: 8 }, word);
    const chatter = word();
    const ad = (words: readonly string[]): string[] => [...words, ...(random.chance(0.2) ? [word()] : [])];
    const ads = Array.from({ length: Math.round(planting.postsPerStation * AD_SHARE) }, (_, index) =>
      ad(number % 3 === 0 && index % 2 === 0 ? ownAd : random.pick(cityAds)),
    );
    const [fewest, most] = planting.words;
    const bodies = Array.from({ length: planting.postsPerStation - ads.length }, (_, index) => [
      ...(index < BURST ? [chatter] : []),
      ...Array.from({ length: fewest + random.integer(most - fewest + 1) }, word),
    ]);
    plant(topics, bodies, Math.round(planting.share * planting.postsPerStation), random);
    const posts = [...bodies, ...ads].map((words, post) => ({
      id: BigInt(number * planting.postsPerStation + post + 1),
      author: BigInt(post < BURST ? number + 1 : 1000 + random.integer(20_000)),
      station,
      text: written(words, station, random),
    }));
    yield { station, topics, posts: random.shuffled(posts) };
  }
}

/** In turn: new words, words of medium and of low frequency, and pairs of new and of ordinary words. */
function plantedTopics({ topics, vocabulary }: Planting, station: number, random: Random): string[] {
  const newWord = (index: number, ofPair = 0): string =>
    madeUpWord(vocabulary + 2 * (station * topics + index) + ofPair);
  const between = (low: number, high: number): string => madeUpWord(low + random.integer(high - low));
  const middle = (): string => between(vocabulary / 100, vocabulary / 10);
  return Array.from({ length: topics }, (_, index) => {
    if (index % 5 === 0) return newWord(index);
    if (index % 5 === 1) return `${middle()} ${middle()}`;
    if (index % 5 === 2) return between(vocabulary / 10, vocabulary);
    if (index % 5 === 3) return middle();
    return `${newWord(index)} ${newWord(index, 1)}`;
  });
}

/** Inserts each topic at a random place into `count` of the posts. */
function plant(topics: readonly string[], bodies: string[][], count: number, random: Random): void {
  for (const topic of topics) {
    const chosen = random.shuffled([...bodies.keys()]).slice(0, count);
    for (const post of chosen) {
      const body = bodies[post];
      body?.splice(random.integer(body.length + 1), 0, topic);
    }
  }
}

/** Writes text as people and apps do: stop words, endings, capitals, full stops, names, numbers, links, emoji. */
function written(words: readonly string[], station: string, random: Random): string {
  const body = words.flatMap((word) => {
    const form = random.chance(0.05) ? word.toUpperCase() : word + random.pick(ENDINGS);
    const before = random.chance(0.5) ? [random.pick(STOP_WORDS)] : [];
    return [...before, random.chance(0.1) ? `${form}.` : form];
  });
  if (random.chance(0.1)) body.unshift(`@someone${random.integer(1000)}`);
  if (random.chance(0.1)) body.push(`${random.integer(100)}`);
  if (random.chance(0.2)) body.push("😍");
  if (random.chance(0.2)) body.push(`@ ${station}, London`);
  if (random.chance(0.3)) body.push(`https://t.co/${madeUpWord(random.integer(200_000))}`);
  const text = body.join(" ");
  return random.chance(0.5) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
