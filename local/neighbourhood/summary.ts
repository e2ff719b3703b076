import { styleText } from "node:util";
import { homeAt } from "../home.ts";
import { elapsed, number, signed } from "../terminal/format.ts";
import { commandLine, type Place } from "../terminal/invocation.ts";
import { formatTable } from "../terminal/table.ts";
import type { ReportedStation, RunReport } from "./report.ts";

const STATIONS_SHOWN = 15;
const TERMS_SHOWN = 3;
const NEXT_STATEMENT = "select * from london_schema.station_topics order by posts desc limit 10";

/** What a finished run tells a person: the stations, the counts, where the data lies, what to try next. */
export function summarise(report: RunReport, place: Place, source: string): string {
  const { runId, posts, elapsedMs } = report;
  const seconds = elapsed(elapsedMs);
  if (report.status === "already-running")
    return `Run ${runId} was not started: a run is active in ${place.home}, and only one may be.\n`;
  if (report.status === "empty")
    return (
      `Run ${runId} is empty (${seconds}): ${source} gave no post that the run could use ` +
      `(${number(posts.read)} read, ${number(posts.rejected)} rejected). ` +
      "What was published before stays as it was.\n" +
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
      `${number(ofReason("ceiling"))} for want of money, which the next run asks for first; ` +
      `${number(ofReason("unreachable"))} that X reached no longer`,
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

/** The stations with the most posts; ties in the order of their names, in which they come. */
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
