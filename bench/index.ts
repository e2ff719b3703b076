import { InvalidInput } from "../functions/errors.ts";
import { PARTS, type Part } from "./parts.ts";
import { runCommand } from "./report/command.ts";
import { checkBlocks, writeBlock, writeData } from "./report/documents.ts";
import { inScratch } from "./report/scratch.ts";
import { blockOf, plainReport, thisMachine } from "./report/table.ts";

const NAMES = PARTS.map(({ name }) => name);

const HELP = `Runs all measurements that the documents quote.

  npm run bench                    measure and print; takes about half an hour
  npm run bench -- --only growth   only these, separated by commas: ${NAMES.join(",")}
  npm run bench -- --write         also write the numbers into docs/ and README.md

  --cache DIR   keep files of posts in DIR and reuse them
`;

const OPTIONS = {
  only: { type: "string" },
  write: { type: "boolean", default: false },
  cache: { type: "string" },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const parts = chooseParts(options.only);
  if (options.write) await checkBlocks(parts.map(({ name }) => name));
  if (options.cache !== undefined) return await runParts(parts, options.cache, options.write);
  await inScratch((cache) => runParts(parts, cache, options.write));
});

function chooseParts(only: string | undefined): readonly Part[] {
  const wanted = only?.split(",") ?? NAMES;
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown === undefined) return PARTS.filter(({ name }) => wanted.includes(name));
  throw new InvalidInput(`There is no benchmark "${unknown}".`, {
    hint: `Choose among ${NAMES.join(",")}.`,
  });
}

/** Prints and writes the numbers of each part before the next one begins, because a part can take minutes. */
async function runParts(parts: readonly Part[], cache: string, write: boolean): Promise<void> {
  const machine = thisMachine();
  for (const { name, title, measure } of parts) {
    const date = new Date();
    process.stderr.write(`${title}:\n`);
    const figures = await measure(cache);
    process.stdout.write(`${title}\n\n${plainReport(figures, machine, date)}\n\n\n`);
    const command = `npm run bench -- --write --only ${name}`;
    if (!write) continue;
    if (figures.data !== undefined) await writeData(figures.data);
    await writeBlock(name, blockOf(figures, command, machine, date));
  }
}
