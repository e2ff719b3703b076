import { styleText } from "node:util";
import { EXCLUSIONS, type SaleCounts, totalExcluded } from "../../functions/housing/placed-manifest.ts";
import { homeAt } from "../home.ts";
import type { Mood } from "../published.ts";
import { elapsed, number, signed } from "../terminal/format.ts";
import { commandLine, type Place } from "../terminal/invocation.ts";
import { formatTable } from "../terminal/table.ts";
import type { HousingReport, ReportedPrices } from "./report.ts";

const STATIONS_SHOWN = 15;
const NEXT_STATEMENT = "select * from london_schema.vsentiment order by price desc limit 10";

/** Why sales are not counted, for people. */
const EXCLUDED: Readonly<Record<(typeof EXCLUSIONS)[number], string>> = {
  repeated: "repeated",
  category: "of category B",
  type: "no homes",
  noPostcode: "without a postcode",
  unknownPostcode: "with an unknown postcode",
  noPoint: "without a location",
  outside: "far from stations",
};

/** `15,000 read = 14,000 kept + 10 replaced + 2 deleted + 900 excluded + 88 rejected`. */
export const salesLine = (sales: SaleCounts): string =>
  `${number(sales.read)} read = ${number(sales.kept)} kept + ${number(sales.replaced)} replaced + ` +
  `${number(sales.deleted)} deleted + ${number(totalExcluded(sales))} excluded + ${number(sales.rejected)} rejected`;

/**
 * What people read about a finished run: the prices of stations, beside their moods if there are any, the counts, whose
 * data it is, and what to try next.
 */
export function summariseHousing(
  report: HousingReport,
  place: Place,
  source: string,
  moods: ReadonlyMap<string, Mood>,
): string {
  const { runId, sales, window, elapsedMs } = report;
  const seconds = elapsed(elapsedMs);
  if (report.status === "already-running")
    return `Run ${runId} did not start: a run is active in ${place.home}, and only one can be active at a time.\n`;
  if (report.status === "empty")
    return `Run ${runId} is empty (${seconds}): there is no file that is newer than those of the runs before.\n`;
  const line = (name: string, text: string): string => `${styleText("bold", name.padEnd(8))}${text}`;
  const excluded = EXCLUSIONS.filter((reason) => sales.excluded[reason] > 0).map(
    (reason) => `${number(sales.excluded[reason])} ${EXCLUDED[reason]}`,
  );
  return [
    "",
    ...(report.stations.some(({ n }) => n > 0)
      ? [priceTable(report.stations, moods), rest(report.stations)]
      : []),
    "",
    ...(window === null
      ? []
      : [
          line(
            "Window",
            `${window.from} to ${window.to}; sales from ${window.provisionalFrom} on are provisional` +
              (report.priceLevel === null ? "" : `; at ${report.priceLevel} price level`),
          ),
        ]),
    line("Sales", salesLine(sales)),
    ...(excluded.length === 0 ? [] : [`        Excluded are ${excluded.join(", ")}`]),
    ...(sales.read === 0
      ? []
      : [`        ${percent(report.unlocatedShare).slice(1)} of the sales have no location`]),
    line("From", source),
    ...report.notes.map((note) => line("Note", note)),
    ...report.attributions.filter(({ url }) => url !== null).map(({ text }) => line("Source", text)),
    line("Data", homeAt(place.home).store),
    line("Run", `${runId} succeeded in ${seconds}`),
    "",
    line("Next", commandLine(place, `sql "${NEXT_STATEMENT}"`)),
    "",
  ].join("\n");
}

function priceTable(stations: readonly ReportedPrices[], moods: ReadonlyMap<string, Mood>): string {
  const hasMoods = moods.size > 0;
  const rows = shown(stations, moods).map(({ station, n, months, median, change }) => [
    station,
    n,
    months,
    ...(median === null
      ? ["", ""]
      : [pounds(median.value), `${pounds(median.low)} to ${pounds(median.high)}`]),
    change === null ? "" : percent(change.value),
    ...(hasMoods ? [moodOf(moods.get(station))] : []),
  ]);
  return formatTable(
    [
      "Station",
      "Sales",
      "Months",
      "Median price",
      "95 % interval",
      "Change",
      ...(hasMoods ? ["Sentiment"] : []),
    ],
    rows,
  );
}

/** Those that the table of moods shows, or those with the most sales; ties by name, which is their order already. */
const shown = (stations: readonly ReportedPrices[], moods: ReadonlyMap<string, Mood>): ReportedPrices[] =>
  stations
    .filter(({ median }) => median !== null)
    .sort((left, right) => weight(right, moods) - weight(left, moods))
    .slice(0, STATIONS_SHOWN);

const weight = ({ station, n }: ReportedPrices, moods: ReadonlyMap<string, Mood>): number =>
  moods.size > 0 ? (moods.get(station)?.posts ?? 0) : n;

const moodOf = (mood: Mood | undefined): string => (mood?.sentiment == null ? "" : signed(mood.sentiment));

const pounds = (value: number): string => `£${number(value)}`;

function percent(share: number): string {
  const digits = Math.abs(share * 100).toFixed(1);
  if (digits === "0.0") return " 0.0 %";
  return `${share < 0 ? "−" : "+"}${digits} %`;
}

function rest(stations: readonly ReportedPrices[]): string {
  const figured = stations.filter(({ median }) => median !== null).length;
  const more = figured - Math.min(figured, STATIONS_SHOWN);
  return styleText(
    "dim",
    `${more} more stations have figures; ${stations.length - figured} of ${stations.length} have too few sales.`,
  );
}
