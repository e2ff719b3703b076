import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { scoreText } from "../../analysis/sentiment/score.ts";
import { pythonEnvironment } from "../../local/python/environment.ts";
import { ROWS } from "../report/key-figures.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, whole } from "../report/table.ts";

/** Texts per second on one core. */
export interface Rate {
  readonly version: string;
  /** Best of many passes over all texts. */
  readonly warm: number;
  /** The first pass. */
  readonly cold: number;
}

export interface SentimentBench {
  readonly texts: number;
  /** The mean length of a text in characters. */
  readonly characters: number;
  /** vaderSentiment 3.3.2 from PyPI. */
  readonly python: Rate;
  /** scoreText. */
  readonly node: Rate;
  /** Speed of scoreText relative to Python, warm. */
  readonly ratio: number;
}

const SCRIPT = fileURLToPath(new URL("../python/vader_rate.py", import.meta.url));

/** One pass of scoreText is so short that it is easily disturbed. This many passes take as long as one of Python's. */
const PASSES_A_ROUND = 30;

/** Times both on the same texts in turn, so that other work on the machine affects both. */
export async function benchSentiment(texts: readonly string[], rounds: number): Promise<SentimentBench> {
  return await inScratch(async (folder) => {
    const file = join(folder, "texts.jsonl");
    await writeFile(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(""));
    return await alternate(texts, file, rounds);
  });
}

async function alternate(texts: readonly string[], file: string, rounds: number): Promise<SentimentBench> {
  const child = spawn(
    await pythonEnvironment(new URL("../python/vader.txt", import.meta.url)),
    [SCRIPT, file],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await answers.next();
    if (done) throw new Error("Python ended before it scored the texts.");
    return value;
  };
  const python: number[] = [];
  const node: number[] = [];
  const version = await answer();
  for (let round = 0; round < rounds; round++) {
    child.stdin.write("again\n");
    python.push(Number(await answer()));
    for (let pass = 0; pass < PASSES_A_ROUND; pass++) node.push(secondsOfPass(texts));
  }
  child.stdin.end();
  const rates = { python: rateOf(version, texts, python), node: rateOf(process.versions.node, texts, node) };
  return {
    texts: texts.length,
    characters: Math.round(texts.reduce((total, text) => total + text.length, 0) / texts.length),
    ...rates,
    ratio: rates.node.warm / rates.python.warm,
  };
}

function secondsOfPass(texts: readonly string[]): number {
  const begin = performance.now();
  for (const text of texts) scoreText(text);
  return (performance.now() - begin) / 1000;
}

const rateOf = (version: string, texts: readonly string[], seconds: readonly number[]): Rate => ({
  version,
  warm: Math.round(texts.length / Math.min(...seconds)),
  cold: Math.round(texts.length / (seconds[0] ?? Number.NaN)),
});

/** Compares how many texts per second scoreText and Python score on one core. */
export function sentimentFigures({ texts, characters, python, node, ratio }: SentimentBench): Figures {
  const row = (name: string, { warm, cold }: Rate): string[] => [name, whole(warm), whole(cold)];
  return {
    table: [
      ["texts a second, one core", "warm", "first pass"],
      row(`CityPulse, Node ${node.version}`, node),
      row(`vaderSentiment 3.3.2, Python ${python.version}`, python),
      [ROWS.scoring, ratio.toFixed(1), (node.cold / python.cold).toFixed(1)],
    ],
    notes: [
      `Both score the same ${whole(texts)} real posts of ${characters} characters on average, in turn, in one run. ` +
        "Warm is the best pass.",
    ],
  };
}
