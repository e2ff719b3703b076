import type { Random } from "./random.ts";
import { THEMES } from "./themes.ts";
import { TOPIC_PHRASES, TOPICS } from "./topics.ts";
import { fill, type Mood, WORDS } from "./words.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MOODS: readonly Mood[] = ["good", "neutral", "bad"];
const SHARES = [42, 28, 30];
const EMOJI: Readonly<Record<Mood, readonly string[]>> = {
  good: ["😀", "😍", "🎉", "❤️", "😊", "👏", "✨", "🙌", "☀️", "😂"],
  neutral: ["🤔", "👀", "☕", "🚇", "🙂", "📍"],
  bad: ["😡", "😭", "😞", "🙄", "😤", "💔", "🤦", "😩"],
};
const ASIDES: Readonly<Record<Mood, readonly string[]>> = {
  good: [
    "Made my {day}",
    "Highly recommend",
    ":)",
    "More of this please",
    "Worth every penny",
    "Feeling lucky",
  ],
  neutral: [
    "Any tips?",
    "Asking for {who}",
    "Let me know",
    "See you there",
    "Just saying",
    "Anyway, {food} time",
  ],
  bad: ["Never again", "Not good enough", ":(", "Sort it out", "Ruined my {part}", "I want my money back"],
};
const HANDLES = ["@example_travel", "@example_friend", "@example_food", "@example_council", "@example_club"];

/**
 * Writes the text of a post near `station` (a name from the stations file) at `time`: English, with a mood, and
 * sometimes a hashtag, an @name, a URL, an emoji, an exclamation mark or a word in capitals.
 */
export function writeText(station: string, time: Date, random: Random): string {
  const mood = MOODS[random.weighted(SHARES)] ?? "neutral";
  const [thing, other] = random.shuffled(TOPICS.get(station) ?? []);
  const theme = random.pick(THEMES);
  const onTopic = thing !== undefined && other !== undefined && random.chance(0.6);
  const shortName = station.replace(/ \(.*\)$/, "");
  const slots = {
    ...WORDS,
    station: [shortName],
    day: [DAYS[time.getUTCDay()] ?? ""],
    part: [partOfDay(time.getUTCHours())],
    thing: thing === undefined ? [] : [thing],
    other: other === undefined ? [] : [other],
  };
  const phrase = random.pick((onTopic ? TOPIC_PHRASES : theme.phrases)[mood]);
  const aside = random.chance(0.3) ? `. ${fill(random.pick(ASIDES[mood]), slots, random)}` : "";
  const sentence = emphasised(fill(phrase, slots, random).replace("this night", "tonight"), mood, random);
  return [
    random.chance(0.06) ? `${random.pick(HANDLES)} ` : "",
    random.chance(0.12) ? sentence.toLowerCase() : capitalised(sentence),
    ending(sentence, aside, mood, random),
    random.chance(0.28) ? ` ${random.pick(EMOJI[mood])}` : "",
    ...hashtags(onTopic ? [] : theme.tags, shortName, random),
    random.chance(0.07) ? ` https://example.com/p/${random.integer(36 ** 5).toString(36)}` : "",
    random.chance(0.05) ? ` via ${random.pick(HANDLES)}` : "",
  ].join("");
}

function partOfDay(hour: number): string {
  if (hour >= 5 && hour < 11) return "morning";
  if (hour >= 11 && hour < 14) return "lunchtime";
  if (hour >= 14 && hour < 18) return "afternoon";
  return hour >= 18 && hour < 22 ? "evening" : "night";
}

const capitalised = (text: string): string =>
  text.replace(/(?:^|[.!?] )[a-z]/g, (beginning) => beginning.toUpperCase());

/** Sometimes puts strong words in capitals. */
function emphasised(sentence: string, mood: Mood, random: Random): string {
  if (mood === "neutral" || !random.chance(0.12)) return sentence;
  const strong = new Set(mood === "good" ? WORDS.lovely : WORDS.awful);
  return sentence.replace(/\b[a-z]+\b/g, (word) => (strong.has(word) ? word.toUpperCase() : word));
}

function ending(sentence: string, aside: string, mood: Mood, random: Random): string {
  if (/[.!?]$/.test(sentence)) return aside.replace(/^\./, "");
  if (mood !== "neutral" && random.chance(0.35)) return `${aside}${"!".repeat(1 + random.integer(3))}`;
  return aside === "" && random.chance(0.5) ? "." : aside;
}

function hashtags(tags: readonly string[], station: string, random: Random): string[] {
  const own = station.replace(/[^A-Za-z0-9]/g, "");
  const all = [...(tags.length > 0 ? [random.pick(tags)] : []), own, "London"];
  return all.filter(() => random.chance(0.12)).map((tag) => ` #${tag}`);
}
