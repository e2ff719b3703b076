/**
 * npm run bench:sentiment -- [--texts FILE] [--rounds N] [--json]
 *
 * How many texts a second scoreText scores, and how many Python's vaderSentiment does: one core each, on the
 * same real texts, in turn. FILE holds a JSON string or an object with `text` a line; without it the texts are
 * the 4,200 tweets that VADER was evaluated on.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { realTexts } from "./python/real-texts.ts";
import { benchSentiment, type Rate, type SentimentBench } from "./sentiment-rate.ts";

const { values } = parseArgs({
  options: {
    texts: { type: "string" },
    rounds: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});

const texts = values.texts === undefined ? await realTexts(["tweets"]) : await textsIn(values.texts);
const bench = await benchSentiment(texts, Math.max(2, Number(values.rounds)));
process.stdout.write(values.json ? `${JSON.stringify(bench)}\n` : report(bench));

async function textsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const found = lines.map((line): unknown => JSON.parse(line)).map(textOf);
  if (found.length === 0) throw new Error(`${file} has no texts.`);
  return found;
}

function textOf(value: unknown, index: number): string {
  const text = typeof value === "object" && value !== null && "text" in value ? value.text : value;
  if (typeof text !== "string")
    throw new Error(`Line ${index + 1} is neither a text nor an object with one.`);
  return text;
}

function report({ texts, characters, python, node, ratio }: SentimentBench): string {
  const row = (name: string, { warm, cold }: Rate): string =>
    `${name.padEnd(44)}${withCommas(warm).padStart(12)}${withCommas(cold).padStart(12)}\n`;
  return (
    `${withCommas(texts)} ${values.texts === undefined ? "tweets" : "texts"} of ${characters} characters on average; ` +
    `one core each, in turn\n\n` +
    `${"texts a second".padEnd(44)}${"warm".padStart(12)}${"first pass".padStart(12)}\n` +
    row(`vaderSentiment 3.3.2 on Python ${python.version}`, python) +
    row(`scoreText on Node ${node.version}`, node) +
    `\nWarm, scoreText is ${ratio.toFixed(1)} times as fast (best of ${values.rounds} rounds).\n`
  );
}

function withCommas(count: number): string {
  return count.toLocaleString("en-GB");
}
