import { styleText } from "node:util";
import { z } from "zod";
import { previewRun, type XPreview } from "../../functions/adapters/posts/x/preview.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { parseRun } from "../../functions/neighbourhood/run.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../bundled.ts";
import { homeAt } from "../home.ts";
import { readStations } from "../neighbourhood/open-run.ts";
import { settingsOf, XOptions } from "../neighbourhood/x-search.ts";
import { money, number } from "../terminal/format.ts";
import { HomeOption, JsonOption, parseOptions, pathOption, SelectionOptions } from "../terminal/options.ts";

const Options = z.object({
  ...XOptions,
  ...SelectionOptions,
  stationsFile: z.string().transform(pathOption).default(BUNDLED_STATIONS),
  home: HomeOption,
  json: JsonOption,
});

/** Shows what a run would request from X, and its maximum cost. */
export async function plan(given: unknown): Promise<void> {
  const options = parseOptions(Options, given);
  const now = new Date();
  const run = parseRun(
    { from: options.from ?? null, to: options.to ?? null, stations: options.station ?? null },
    now.toISOString(),
  );
  const file = await readStations(options.stationsFile, options.station ?? []);
  const stations = parseStations(file, options.stationsFile);
  const store = folderStore(homeAt(options.home).store);
  const preview = await previewRun(run, stations, settingsOf(options), store, now);
  process.stdout.write(options.json ? `${JSON.stringify(preview)}\n` : describe(preview));
}

function describe(preview: XPreview): string {
  const { requests, posts, dollars, ceilings, spent, gaps, unfinishedRuns } = preview;
  const rows: [string, string][] = [
    ["Stations", `${number(preview.stations)}, starting with ${preview.firstStation ?? "none"}`],
    ["Query", preview.query],
    [
      "Window",
      preview.from === null
        ? `nothing new to request until ${preview.to}`
        : `${preview.from} to ${preview.to}`,
    ],
    ["Requests", `${number(requests.least)} at least, about ${number(requests.most)} at most`],
    ["Posts", `${number(posts.most)} at most`],
    ["Cost", `${money(dollars.most)} at most, at ${dollars.perPost} dollars a post`],
    [
      "Ceilings",
      `${number(ceilings.run.posts)} posts and ${money(ceilings.run.dollars)} a run, ` +
        `${money(ceilings.month.dollars)} a month; ${money(spent.dollars)} spent in ${spent.month}`,
    ],
    ...(gaps.length === 0
      ? []
      : [["Gaps", `${number(gaps.length)} that X no longer returns`] satisfies [string, string]]),
    ...unfinishedRuns.map((runId): [string, string] => [
      "Unfinished",
      `run ${runId}: start it again first (--run ${runId}), or you pay for its posts twice`,
    ]),
  ];
  return rows.map(([name, text]) => `${styleText("bold", name.padEnd(12))}${text}\n`).join("");
}
