import { NO_SUMS, type Sums } from "../../analysis/statistics/sums.ts";
import type { Queries } from "../ports.ts";

/**
 * Adds up a staged load's posts, for each station and for the whole city, those near no station too. Integers only,
 * so that no order of addition shows. A fourth power is 10^16 at most, which a bigint holds; the sums are numeric.
 */
export async function addUpStations(database: Queries, loadId: number): Promise<void> {
  await database.query(
    `insert into citypulse.station_sums (load_id, station, n, compound, squares, cubes, fourths)
     select $1, station, count(*), sum(compound), sum(compound::bigint * compound),
            sum(compound::bigint * compound * compound), sum(compound::bigint * compound * compound * compound)
     from citypulse.posts where load_id = $1
     group by grouping sets ((), (station)) having grouping(station) = 1 or station is not null
     on conflict do nothing`,
    [loadId],
  );
}

/** What `addUpStations` made of the load that a run shows. */
export async function readSums(
  database: Queries,
  runId: string,
): Promise<{ city: Sums; stations: ReadonlyMap<string, Sums> }> {
  const rows = await database.query<Row>(
    `select s.station, s.n, s.compound, s.squares, s.cubes, s.fourths
     from citypulse.station_sums s join citypulse.neighbourhood_runs r using (load_id)
     where r.run_id = $1`,
    [runId],
  );
  const stations = new Map<string, Sums>();
  let city = NO_SUMS;
  for (const { station, ...row } of rows)
    if (station === null) city = parseSums(row);
    else stations.set(station, parseSums(row));
  return { city, stations };
}

/** PostgreSQL's bigint and numeric come as texts. */
type Integers = Record<"n" | "compound" | "squares" | "cubes" | "fourths", string>;
type Row = Integers & { readonly station: string | null };

const parseSums = ({ n, compound, squares, cubes, fourths }: Integers): Sums => ({
  n: Number(n),
  sum: Number(compound),
  squares: BigInt(squares),
  cubes: BigInt(cubes),
  fourths: BigInt(fourths),
});
