import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type ScoresForPeople, scoreForPeople } from "../../analysis/analyse-posts.ts";
import { placeMasker } from "../../analysis/text/mask.ts";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../bundled.ts";
import { JsonOption, parseOptions } from "../terminal/options.ts";

const Options = z.object({ json: JsonOption, jsonl: z.boolean().default(false) });

const Line = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]);

/** Scores each line of standard input and prints one line for it, in the same order. */
export async function score(options: unknown): Promise<void> {
  const { json, jsonl } = parseOptions(Options, options);
  const stations = parseStations(await readFile(BUNDLED_STATIONS), BUNDLED_STATIONS);
  const mask = placeMasker(stations.map((station) => station.name));
  async function* scored(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    let number = 0;
    for await (const lines of linesOf(input)) {
      for (const line of lines) {
        number += 1;
        const text = jsonl ? parseLine(line, number) : line;
        const scores = scoreForPeople(text, mask);
        // One at a time, so that the lines before a bad line are printed.
        yield json ? `${JSON.stringify(scores)}\n` : forPeople(scores, text);
      }
    }
  }
  try {
    await pipeline(process.stdin, scored, process.stdout, { end: false });
  } catch (error) {
    // The reader has seen enough, so the rest is not scored.
    if (errorCode(error) !== "EPIPE") throw error;
  }
}

const forPeople = (scores: ScoresForPeople, text: string): string =>
  `${scores.compound.toFixed(4).padStart(7)}  ${text}\n`;

function parseLine(line: string, number: number): string {
  try {
    return Line.parse(JSON.parse(line));
  } catch (cause) {
    const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
    throw new InvalidInput(`Line ${number} is neither a JSON string nor an object with a "text": ${shown}`, {
      hint: "Omit --jsonl if each line is the text itself.",
      cause,
    });
  }
}

/**
 * The lines of a stream, in arrays of the lines that a chunk completes. Only the byte 0x0A ends a line (readline also
 * breaks at U+2028), with one carriage return before it if there is one. The last line needs no end.
 */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  // A chunk can end inside a character; the decoder keeps its first bytes for the next chunk.
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);
