import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { scoreText } from "../../../analysis/sentiment/score.ts";
import { pythonEnvironment } from "../../../local/python/environment.ts";

const REQUIREMENTS = new URL("../../../bench/python/vader.txt", import.meta.url);
const SCRIPT = fileURLToPath(new URL("../../../bench/python/vader_scores.py", import.meta.url));

/** compound, neg, neu, pos */
type Numbers = readonly number[];

export interface Difference {
  readonly text: string;
  readonly ours: Numbers;
  readonly python: Numbers;
}

/** The texts that scoreText scores differently from Python's vaderSentiment; 0 and -0 are taken as equal. */
export async function differencesFromPython(texts: readonly string[]): Promise<Difference[]> {
  const expected = await pythonScores(texts);
  return texts.flatMap((text, index) => {
    const { compound, neg, neu, pos } = scoreText(text);
    const ours = [compound, neg, neu, pos];
    const python = expected[index] ?? [];
    return ours.every((value, at) => value === python[at]) ? [] : [{ text, ours, python }];
  });
}

/** compound, neg, neu and pos of each text by Python's vaderSentiment. */
export async function pythonScores(texts: readonly string[]): Promise<Numbers[]> {
  const output = await runPython([SCRIPT], `${texts.map((text) => JSON.stringify(text)).join("\n")}\n`);
  return output
    .trimEnd()
    .split("\n")
    .map((line): Numbers => JSON.parse(line));
}

/** What the Python that has vaderSentiment prints. */
export async function runPython(args: readonly string[], input = ""): Promise<string> {
  const python = spawn(await pythonEnvironment(REQUIREMENTS), args, { stdio: ["pipe", "pipe", "inherit"] });
  python.stdin.end(input);
  const [output, [status]] = await Promise.all([text(python.stdout), once(python, "close")]);
  if (status !== 0) throw new Error(`Python ended with ${status}.`);
  return output;
}
