import { readFile } from "node:fs/promises";
import { InvalidInput } from "../../functions/errors.ts";
import { realTexts } from "../python/real-texts.ts";
import { runCommand } from "../report/command.ts";
import { whole } from "../report/table.ts";
import { benchSentiment, type Rate, type SentimentBench } from "./benchmark.ts";

const HELP = `Measures how many texts per second scoreText and Python's vaderSentiment score, on the same real texts, in turn, with one
core each.

  npm run bench:sentiment

  --texts FILE   one JSON string or object with \`text\` per line (default: the tweets that VADER was evaluated on)
  --rounds N     passes over the texts; the best counts (default: 10)
  --json         one object
`;

const OPTIONS = {
  texts: { type: "string" },
  rounds: { type: "string", default: "10" },
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async ({ texts: file, rounds, json }) => {
  const texts = file === undefined ? await realTexts(["tweets"]) : await textsIn(file);
  const bench = await benchSentiment(texts, parseRounds(rounds));
  process.stdout.write(json ? `${JSON.stringify(bench)}\n` : report(bench, rounds));
});

function parseRounds(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && text !== "1") return Number(text);
  throw new InvalidInput(`--rounds must be a number from 2 to 9999, not "${text}".`, {
    hint: "Write it as --rounds 10.",
  });
}

async function textsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  const found = lines.map((line): unknown => JSON.parse(line)).map(textOf);
  if (found.length === 0)
    throw new InvalidInput(`${file} has no texts.`, { hint: "Use a file with one text per line." });
  return found;
}

function textOf(value: unknown, index: number): string {
  const text = typeof value === "object" && value !== null && "text" in value ? value.text : value;
  if (typeof text !== "string")
    throw new InvalidInput(`Line ${index + 1} is neither a text nor an object with one.`, {
      hint: "Each line must be a JSON string, or an object with `text`.",
    });
  return text;
}

function report({ texts, characters, python, node, ratio }: SentimentBench, rounds: string): string {
  const row = (name: string, { warm, cold }: Rate): string =>
    `${name.padEnd(44)}${whole(warm).padStart(12)}${whole(cold).padStart(12)}\n`;
  return (
    `${whole(texts)} texts of ${characters} characters on average; ` +
    `one core each, in turn\n\n` +
    `${"texts a second".padEnd(44)}${"warm".padStart(12)}${"first pass".padStart(12)}\n` +
    row(`vaderSentiment 3.3.2 on Python ${python.version}`, python) +
    row(`scoreText on Node ${node.version}`, node) +
    `\nWarm, scoreText is ${ratio.toFixed(1)} times as fast (best of ${rounds} rounds).\n`
  );
}
