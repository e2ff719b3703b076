export type Column = "Latitude" | "Longitude" | "Station" | "Zone";

/** An error in the packaged list of stations, in one column of the rows of `stations`. */
export interface Correction {
  /** The names in the package. */
  readonly stations: readonly string[];
  readonly column: Column;
  /** The value in the package. If it changes, the correction fails, so nobody keeps one that is no longer needed. */
  readonly old: string;
  /** The right value; null removes the row. */
  readonly new: string | null;
  readonly reason: string;
  readonly source: string;
}

const WIKIPEDIA = "https://en.wikipedia.org/wiki/";
const BBC_2006 = "http://news.bbc.co.uk/2/hi/uk_news/england/london/6215701.stm";
const TFL_2016 =
  "https://tfl.gov.uk/fares-and-payments/replacements-and-refunds/stations-around-stratford-being-rezoned";
const MAYOR_2021 = "https://www.london.gov.uk/decisions/md2810-zoning-stations-northern-line-extension";
const ZONES_7_TO_9 = `${WIKIPEDIA}List_of_stations_in_London_fare_zone_9`;
/** The points as of 21 November 2025. The package's points are corrected if they are more than 200 m off. */
const STOP_POINT = "https://api.tfl.gov.uk/StopPoint/Mode/tube,dlr,overground";

const name = (old: string, right: string | null, reason: string, article: string): Correction => ({
  stations: [old],
  column: "Station",
  old,
  new: right,
  reason,
  source: `${WIKIPEDIA}${article}`,
});

const zone = (
  stations: readonly string[],
  [old, right]: readonly [old: string, right: string],
  reason: string,
  source: string,
): Correction => ({ stations, column: "Zone", old, new: right, reason, source });

const place = (
  station: string,
  latitudes: readonly [old: string, right: string],
  longitudes: readonly [old: string, right: string],
  reason: string,
  source: string,
): Correction[] => [
  { stations: [station], column: "Latitude", old: latitudes[0], new: latitudes[1], reason, source },
  { stations: [station], column: "Longitude", old: longitudes[0], new: longitudes[1], reason, source },
];

const NAMES: readonly Correction[] = [
  name("Bromley-By-Bow", "Bromley-by-Bow", "misspelt", "Bromley-by-Bow_tube_station"),
  name("Harrow & Wealdston", "Harrow & Wealdstone", "misspelt", "Harrow_%26_Wealdstone_station"),
  name("Picadilly Circus", "Piccadilly Circus", "misspelt", "Piccadilly_Circus_tube_station"),
  name("Crossharbour & London Arena", "Crossharbour", "renamed in 2006", "Crossharbour_DLR_station"),
  name(
    "Heathrow Terminals 1, 2 & 3",
    "Heathrow Terminals 2 & 3",
    "Terminal 1 closed in 2015",
    "Heathrow_Terminals_2_%26_3_tube_station",
  ),
  name(
    "Shepherd's Bush (C)",
    "Shepherd's Bush",
    "alone with this name since 2008",
    "Shepherd%27s_Bush_tube_station",
  ),
  name(
    "Shepherd's Bush (H)",
    "Shepherd's Bush Market",
    "renamed in 2008",
    "Shepherd%27s_Bush_Market_tube_station",
  ),
  name(
    "Edgware Road (B)",
    "Edgware Road (Bakerloo)",
    "two stations of one name, told apart as TfL does",
    "Edgware_Road_tube_station_(Bakerloo_line)",
  ),
  name(
    "Edgware Road (C)",
    "Edgware Road (Circle Line)",
    "two stations of one name, told apart as TfL does",
    "Edgware_Road_tube_station_(Circle,_District_and_Hammersmith_%26_City_lines)",
  ),
  name("Shoreditch", null, "closed in 2006", "Shoreditch_tube_station"),
];

const LETTERS = "the zones A to D became 7 to 9 in 2008";
const ZONES: readonly Correction[] = [
  zone(
    ["Barkingside", "Chigwell", "Fairlop", "Grange Hill", "Hainault", "Roding Valley"],
    ["5", "4"],
    "rezoned in 2007",
    BBC_2006,
  ),
  zone(["Canning Town", "Stratford", "West Ham"], ["3", "2/3"], "rezoned in 2016", TFL_2016),
  zone(["Kennington"], ["2", "1/2"], "rezoned in 2021", MAYOR_2021),
  zone(
    ["Willesden Junction"],
    ["3", "2/3"],
    "on the boundary of two zones",
    `${WIKIPEDIA}Willesden_Junction_station`,
  ),
  zone(["Chorleywood", "Watford"], ["8", "7"], LETTERS, ZONES_7_TO_9),
  zone(["Chalfont & Latimer"], ["9", "8"], LETTERS, ZONES_7_TO_9),
  zone(["Amersham", "Chesham"], ["10", "9"], LETTERS, ZONES_7_TO_9),
];

const SWAPPED = "the points of the two stations were swapped";
const PLACES: readonly Correction[] = [
  ...place("Edgware Road (B)", ["51.5199", "51.5203"], ["-0.1679", "-0.17"], SWAPPED, STOP_POINT),
  ...place("Edgware Road (C)", ["51.5203", "51.5199"], ["-0.17", "-0.1679"], SWAPPED, STOP_POINT),
  ...place("South Quay", ["51.5007", "51.50005"], ["-0.0191", "-0.01597"], "resited in 2009", STOP_POINT),
  ...place("Southwark", ["51.501", "51.50427"], ["-0.1052", "-0.105331"], "360 m off", STOP_POINT),
  ...place("Wanstead", ["51.5775", "51.575501"], ["0.0288", "0.028527"], "220 m off", STOP_POINT),
  ...place("Willesden Junction", ["51.5326", "51.532497"], ["-0.2478", "-0.244548"], "220 m off", STOP_POINT),
];

/** All corrections to the packaged list. They name rows of the package, so their order does not matter. */
export const CORRECTIONS: readonly Correction[] = [...NAMES, ...ZONES, ...PLACES];
