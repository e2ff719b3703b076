import { styleText } from "node:util";
import { homeAt } from "../home.ts";
import { elapsed, number, signed } from "../terminal/format.ts";
import { commandLine, type Place } from "../terminal/invocation.ts";
import { formatTable } from "../terminal/table.ts";
import type { ReportedStation, RunReport } from "./report.ts";

const STATIONS_SHOWN = 15;
const TERMS_SHOWN = 3;
const NEXT_STATEMENT = "select * from london_schema.station_topics order by posts desc limit 10";

/** What people read about a finished run: the stations, the counts, where the data is stored, what to try next. */
export function summarise(report: RunReport, place: Place, source: string): string {
  const { runId, posts, elapsedMs } = report;
  const seconds = elapsed(elapsedMs);
  if (report.status === "already-running")
    return `Run ${runId} did not start: a run is active in ${place.home}, and only one can be active at a time.\n`;
  if (report.status === "empty")
    return (
      `Run ${runId} is empty (${seconds}): ${source} has no post that the run could use ` +
      `(${number(posts.read)} read, ${number(posts.rejected)} rejected). ` +
      "The results that are published stay unchanged.\n" +
      gapLines(report)
        .map((line) => `${line}\n`)
        .join("")
    );
  return [
    "",
    stationTable(report.stations),
    rest(report.stations),
    "",
    `${styleText("bold", "Posts")}   ${number(posts.read)} read = ${number(posts.accepted)} accepted + ` +
      `${number(posts.duplicates)} duplicates + ${number(posts.rejected)} rejected; ` +
      `${number(posts.unplaced)} of the accepted near no station`,
    `${styleText("bold", "From")}    ${source}`,
    ...gapLines(report),
    `${styleText("bold", "Data")}    ${homeAt(place.home).store}`,
    `${styleText("bold", "Run")}     ${runId} succeeded in ${seconds}`,
    "",
    `${styleText("bold", "Next")}    ${commandLine(place, `sql "${NEXT_STATEMENT}"`)}`,
    `        ${commandLine(place, "run --posts FILE")}    your own posts`,
    "",
  ].join("\n");
}

function gapLines({ gaps = [] }: RunReport): string[] {
  if (gaps.length === 0) return [];
  const ofReason = (reason: string): number => gaps.filter((gap) => gap.reason === reason).length;
  return [
    `${styleText("bold", "Gaps")}    ${number(gaps.length)} parts of the window are missing: ` +
      `${number(ofReason("ceiling"))} because of the ceiling, which the next run reads first; ` +
      `${number(ofReason("unreachable"))} that X no longer returns`,
  ];
}

function stationTable(stations: readonly ReportedStation[]): string {
  const rows = shown(stations).map(({ station, n, sentiment, topics }) => [
    station,
    n,
    sentiment === null ? "" : signed(sentiment.mean),
    sentiment === null ? "" : `${signed(sentiment.low)} to ${signed(sentiment.high)}`,
    topics
      .slice(0, TERMS_SHOWN)
      .map((topic) => topic.term)
      .join(", "),
  ]);
  return formatTable(["Station", "n", "Sentiment", "95 % interval", "Terms"], rows);
}

/** The stations with the most posts; ties by name, which is their order already. */
const shown = (stations: readonly ReportedStation[]): ReportedStation[] =>
  stations
    .filter((station) => station.sentiment !== null)
    .sort((left, right) => right.n - left.n)
    .slice(0, STATIONS_SHOWN);

function rest(stations: readonly ReportedStation[]): string {
  const figured = stations.filter((station) => station.sentiment !== null).length;
  const more = figured - Math.min(figured, STATIONS_SHOWN);
  return styleText(
    "dim",
    `${more} more stations have figures; ${stations.length - figured} of ${stations.length} have too few posts.`,
  );
}
