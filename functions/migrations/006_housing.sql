-- Up Migration

-- What homes cost around each station. A sale is what the newest file that mentions it says; every file's statements are
-- kept, so that files can be loaded again and in any order, and so that a run can be removed.

create table citypulse.housing_runs (
  run_id           text collate "C" primary key,
  pipeline         text collate "C" not null generated always as ('housing') stored,
  -- The names of the files, and whether the figures are made from the synthetic samples.
  source           text not null,
  synthetic        boolean not null,
  sales_read       bigint not null check (sales_read = kept + replaced + deleted + excluded + rejected),
  kept             bigint not null,
  replaced         bigint not null,
  deleted          bigint not null,
  excluded         bigint not null,
  rejected         bigint not null,
  excluded_by      jsonb not null,
  listings         bigint not null,
  -- The sales that the run's figures are derived from; null if no sale is known.
  window_from      date,
  window_to        date,
  provisional_from date,
  -- The month whose price level the figures have, such as 2026-07; null for prices as they were paid.
  price_level      text,
  -- The postcode file of the figures' sales, and how many postcodes the run's own file has in each area: none if it has
  -- no such file, or the sample's.
  postcodes        text,
  postcode_areas   jsonb not null,
  notes            jsonb not null,
  foreign key (pipeline, run_id) references citypulse.runs on delete cascade
);

-- What `citypulse runs` shows of a run, whichever pipeline's: each has counts of its own.
create view citypulse.run_counts as
select pipeline, run_id, posts_read as read, accepted, duplicates, unplaced, rejected
from citypulse.neighbourhood_runs
union all
select pipeline, run_id, sales_read, kept + replaced, null, null, rejected from citypulse.housing_runs;

-- A file of sales, as it was placed: the same file with the same postcodes and stations is stored once.
create table schema_housing.sales_files (
  file_id       integer generated always as identity primary key,
  -- Of the placed rows; what makes a file the same file.
  placed_sha256 text not null unique,
  name          text not null,
  source        text not null,
  sha256        text not null,
  synthetic     boolean not null,
  -- A complete file lists every sale, a year's file those of its year: what it does not list is gone.
  kind          text not null check (kind in ('complete', 'year', 'changes')),
  year          integer check ((year is not null) = (kind = 'year'))
);

create table schema_housing.run_files (
  run_id  text collate "C" not null references citypulse.housing_runs on delete cascade,
  file_id integer not null references schema_housing.sales_files,
  -- The day to which the file reaches. Newer editions win.
  edition date not null,
  primary key (run_id, file_id)
);
create index run_files_file on schema_housing.run_files (file_id);

-- What a file says of a sale. Without a station it says only that the sale has no place here (any more): it was deleted,
-- or changed into something that is not counted. The address is Royal Mail's and Ordnance Survey's: it may be shown only
-- as part of a price, and is never published.
-- No foreign key on file_id: it would be checked for every row of a COPY; the trigger below removes the rows.
create table schema_housing.sale_versions (
  file_id        integer not null,
  line           integer not null,
  sale_id        uuid not null,
  status         text not null check (status in ('A', 'C', 'D')),
  date           date not null,
  price          integer,
  postcode       text,
  property_type  text check (property_type in ('D', 'S', 'T', 'F')),
  is_new         boolean,
  tenure         text check (tenure in ('F', 'L', 'U')),
  paon           text,
  saon           text,
  street         text,
  locality       text,
  town           text,
  district       text,
  county         text,
  latitude       double precision,
  longitude      double precision,
  station        text,
  metres         integer,
  -- The other stations within 1 km, nearest first: [{"station", "metres"}].
  other_stations jsonb,
  current        boolean not null default false,
  primary key (file_id, sale_id)
);
create index sale_versions_sale on schema_housing.sale_versions (sale_id);

-- Decides anew which version of each sale is the current one: that of the newest edition, unless a newer complete file, or
-- a newer file of its year, does not list the sale. Snapshots win over changes of the same day, and the later run wins
-- over the earlier one. Synthetic sales count only while there are no others.
create function schema_housing.settle_sales() returns void language sql as $$
  with files as (
    select f.file_id, f.kind, f.year,
           row_number() over (
             order by max(l.edition), f.kind <> 'changes', max(r.scheduled_time), f.placed_sha256
           ) as place
    from schema_housing.sales_files f
    join schema_housing.run_files l using (file_id)
    join citypulse.runs r on r.pipeline = 'housing' and r.run_id = l.run_id
    where not f.synthetic or not exists (select from schema_housing.sales_files where not synthetic)
    group by f.file_id
  ),
  newest as (
    select distinct on (v.sale_id) v.sale_id, v.file_id, v.station, v.date, f.place
    from schema_housing.sale_versions v join files f using (file_id)
    order by v.sale_id, f.place desc
  ),
  shown as (
    select n.sale_id, n.file_id
    from newest n
    left join (select max(place) as place from files where kind = 'complete') complete on true
    left join (select year, max(place) as place from files where kind = 'year' group by year) y
      on y.year = extract(year from n.date)
    where n.station is not null and n.place >= coalesce(complete.place, 0) and n.place >= coalesce(y.place, 0)
  )
  update schema_housing.sale_versions v set current = not v.current
  from schema_housing.sale_versions old left join shown s on s.file_id = old.file_id and s.sale_id = old.sale_id
  where v.file_id = old.file_id and v.sale_id = old.sale_id and old.current <> (s.sale_id is not null)
$$;

-- Removing a run removes its files, unless another run has them too, and what they said of sales.
create function schema_housing.remove_unused_files() returns trigger language plpgsql as $$
begin
  with unused as (
    delete from schema_housing.sales_files f
    where f.file_id in (select file_id from gone)
      and not exists (select from schema_housing.run_files l where l.file_id = f.file_id)
    returning f.file_id
  )
  delete from schema_housing.sale_versions where file_id in (select file_id from unused);
  if found then perform schema_housing.settle_sales(); end if;
  return null;
end
$$;
create trigger remove_unused_files after delete on schema_housing.run_files
  referencing old table as gone for each statement execute function schema_housing.remove_unused_files();

-- Offers that somebody has lawfully, in the columns of the original's scraper.
create table schema_housing.listings (
  run_id         text collate "C" references citypulse.housing_runs on delete cascade,
  ad_id          varchar,
  link           varchar,
  price          double precision,
  bedrooms       integer,
  bathrooms      integer,
  living_rooms   integer,
  address        varchar,
  distance       double precision,
  subway_station varchar(256)
);
create index listings_run on schema_housing.listings (run_id);
-- Nobody's rows are lost: what was put into the original's tables by hand stays visible as listings.
insert into schema_housing.listings select null, z.* from schema_housing.zoopla z;
insert into schema_housing.listings (price, subway_station)
select price, subway_station from london_schema.housing_prices
where not exists (select from schema_housing.zoopla);

-- The figures of a run: of each station, and of the city (station null), for all sales and for the kinds of homes.
create table schema_housing.station_prices (
  run_id      text collate "C" not null references citypulse.housing_runs on delete cascade,
  station     text collate "C",
  segment     text not null check (segment in ('all', 'D', 'S', 'T', 'F', 'new', 'old')),
  -- The length of the window in months: longer than the run's if it has too few sales.
  months      integer not null,
  n           integer not null,
  median      integer,
  median_low  integer,
  median_high integer,
  q1          integer,
  q3          integer,
  mean        integer,
  p10         integer,
  flat_share  double precision,
  change      double precision,
  change_low  double precision,
  change_high double precision,
  unique nulls not distinct (run_id, station, segment)
);

drop view london_schema.vsentiment;
drop table london_schema.housing_prices;
drop table schema_housing.zoopla;

create view schema_housing.sales as
select v.sale_id, v.price, v.date, v.postcode, v.property_type, v.is_new, v.tenure, v.paon, v.saon, v.street,
       v.locality, v.town, v.district, v.county, v.latitude, v.longitude, v.station, v.metres, v.other_stations,
       f.name as source_file, v.line as source_line, f.synthetic
from schema_housing.sale_versions v join schema_housing.sales_files f using (file_id)
where v.current;

-- A sale in every circle around a station that holds it.
create view schema_housing.station_sales as
select s.*, c.station as circle, c.metres as circle_metres
from schema_housing.sales s
cross join lateral (
  select s.station, s.metres
  union all
  select other.station, other.metres from jsonb_to_recordset(s.other_stations) as other(station text, metres integer)
) c;

-- The newest run with figures: its window is what the original's tables show.
create view schema_housing.shown_run as
select h.run_id, r.scheduled_time, h.window_from, h.window_to, h.provisional_from, h.price_level, h.synthetic
from citypulse.housing_runs h join citypulse.runs r using (pipeline, run_id)
where h.window_from is not null
order by r.scheduled_time desc, h.run_id desc limit 1;

-- The columns of the original's table. Open data has no rooms, and a sale's link is that of the Land Registry.
create view schema_housing.zoopla as
select s.sale_id::varchar as ad_id,
       ('https://landregistry.data.gov.uk/data/ppi/transaction/' || upper(s.sale_id::text) || '/current')::varchar as link,
       s.price::numeric as price, null::integer as bedrooms, null::integer as bathrooms, null::integer as living_rooms,
       concat_ws(', ', nullif(s.saon, ''), nullif(trim(s.paon || ' ' || s.street), ''), nullif(s.locality, ''),
                 nullif(s.town, ''), nullif(s.postcode, ''))::varchar as address,
       round((s.circle_metres / 1609.344)::numeric, 2) as distance,
       s.circle::varchar(256) as subway_station,
       'sale' as source, s.date
from schema_housing.station_sales s cross join schema_housing.shown_run w
where s.date between w.window_from and w.window_to
union all
select ad_id, link, price::numeric, bedrooms, bathrooms, living_rooms, address, distance::numeric, subway_station, 'listing', null
from schema_housing.listings;

-- What was paid; what is asked for only where no sale is known at all.
create view london_schema.housing_prices as
select subway_station, price from schema_housing.zoopla
where source = 'sale' or not exists (select from schema_housing.shown_run);

-- As in migration 001. A post counts at its nearest station, and a sale in every circle that holds it.
create view london_schema.vsentiment as
select h.subway_station, h.price, s.sentiment
from (select subway_station, round(avg(price), 2) as price
      from london_schema.housing_prices group by subway_station) h
join (select station, round(avg(sentiment), 2) as sentiment
      from london_schema.sentiment group by station) s on s.station = h.subway_station
where h.price is not null;

comment on schema schema_housing is
  'Contains HM Land Registry data © Crown copyright and database right. Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and database right. Source: Office for National Statistics. Licensed under the Open Government Licence v3.0. Addresses may be shown only as price information.';
