-- Up Migration

-- The figures' intervals need the third and fourth power of the scores as well (analysis/statistics/sums.ts).
-- Runs that are already loaded get them from their posts; the city's row has no station.
alter table citypulse.station_sums add column cubes numeric, add column fourths numeric;

update citypulse.station_sums s
set cubes = added.cubes, fourths = added.fourths
from (
  select load_id, station, grouping(station) = 1 as whole_city,
         sum(compound::bigint * compound * compound) as cubes,
         sum(compound::bigint * compound * compound * compound) as fourths
  from citypulse.posts
  group by grouping sets ((load_id), (load_id, station))
) added
where added.load_id = s.load_id
  and case when s.station is null then added.whole_city else added.station = s.station end;

alter table citypulse.station_sums alter column cubes set not null, alter column fourths set not null;
