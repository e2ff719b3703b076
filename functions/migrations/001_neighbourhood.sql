-- Up Migration

-- `citypulse` is ours; `london_schema` and `schema_housing` are what other people's dashboards read.
create schema citypulse;
create schema london_schema;
create schema schema_housing;

-- One active run for each pipeline; see functions/runs/lease.ts.
create table citypulse.lease (
  pipeline   text primary key,
  run_id     text not null,
  execution  text not null,
  taken_at   timestamptz not null,
  expires_at timestamptz not null
);

-- Where an order by text shows, the column says that it is the order of the bytes, whatever the database's locale.

-- One row for each run. Only here stands when a run really started and ended.
-- Removing a run is one statement: delete from citypulse.runs where run_id = '...'.
create table citypulse.runs (
  run_id         text collate "C" primary key,
  scheduled_time timestamptz not null,
  batch_nr       integer not null,
  status         text not null check (status in ('running', 'succeeded', 'empty', 'failed')),
  engine         text not null check (engine in ('auto', 'lambda', 'emr')),
  execution      text not null,
  code_version   text not null,
  source         text,
  posts_read     bigint check (posts_read = accepted + duplicates + rejected),
  accepted       bigint,
  duplicates     bigint,
  unplaced       bigint check (unplaced <= accepted),
  rejected       bigint,
  load_id        integer unique,
  error_name     text,
  error_message  text,
  started_at     timestamptz not null,
  ended_at       timestamptz
);

-- What was loaded for a run. Files are staged under a load that no run points to yet; the run becomes visible,
-- or is replaced, when runs.load_id is set. A load is known by the manifest it was made from.
create table citypulse.loads (
  load_id         integer generated always as identity primary key,
  run_id          text collate "C" not null references citypulse.runs on delete cascade,
  manifest_sha256 text not null,
  code_version    text not null,
  unique (run_id, manifest_sha256)
);
alter table citypulse.runs add foreign key (load_id) references citypulse.loads on delete set null (load_id)
  deferrable initially deferred;

create table citypulse.loaded_files (
  load_id integer not null references citypulse.loads on delete cascade,
  key     text not null,
  rows    bigint not null,
  primary key (load_id, key)
);

-- One row a post and load. Scores are integers: compound and masked x 10,000, neg, neu and pos x 1,000.
-- No foreign key on load_id: it would be checked for every row of a COPY; the trigger below removes the rows.
create table citypulse.posts (
  load_id        integer not null,
  post_id        bigint not null,
  version_id     bigint not null,
  versions       integer not null,
  created_at     timestamptz not null,
  text           text not null,
  language       text,
  author_id      bigint,
  longitude      double precision,
  latitude       double precision,
  station        text,
  metres         integer,
  other_stations jsonb not null,
  compound       integer not null,
  masked         integer not null,
  neg            integer not null,
  neu            integer not null,
  pos            integer not null,
  raw_key        text not null,
  source_file    text not null,
  source_line    integer not null,
  -- True where another visible run holds a newer version, or the same version from an earlier run.
  superseded     boolean not null default false,
  primary key (load_id, post_id)
);
create index posts_post on citypulse.posts (post_id);

-- The integers from which a station's figures are derived; station null: the whole city, unplaced posts too.
create table citypulse.station_sums (
  load_id  integer not null references citypulse.loads on delete cascade,
  station  text collate "C",
  n        bigint not null,
  compound bigint not null,
  squares  numeric not null,
  unique nulls not distinct (load_id, station)
);

create table citypulse.topics (
  load_id         integer not null references citypulse.loads on delete cascade,
  station         text collate "C",
  rank            integer not null,
  term            text not null,
  posts           bigint not null,
  score           double precision not null,
  example_post_id bigint not null,
  unique nulls not distinct (load_id, station, rank)
);

create table citypulse.lineage (
  run_id        text collate "C" not null references citypulse.runs on delete cascade,
  job_nr        integer not null,
  step          text not null,
  source        text not null,
  destination   text not null,
  posts_from    text not null,
  engine        text not null,
  code_version  text not null,
  primary key (run_id, job_nr)
);

-- Decides anew which row of each of these posts is the current one, among the visible loads: the longest edit
-- history, then the highest version, then the earliest run, so that the answer never depends on the order of runs.
-- Post by post, through the index: then its time follows the number of posts, and not that of all runs there are.
create function citypulse.settle_versions(touched bigint[]) returns void language sql as $$
  update citypulse.posts p set superseded = ranked.place > 1
  from unnest(touched) as post(id)
  cross join lateral (
    select v.load_id,
           row_number() over (order by v.versions desc, v.version_id desc, r.scheduled_time, r.run_id) as place
    from citypulse.posts v join citypulse.runs r on r.load_id = v.load_id
    where v.post_id = post.id
  ) ranked
  where p.post_id = post.id and p.load_id = ranked.load_id
    and p.superseded is distinct from (ranked.place > 1)
$$;

create function citypulse.remove_posts_of_loads() returns trigger language plpgsql as $$
declare touched bigint[];
begin
  with removed as (
    delete from citypulse.posts where load_id in (select load_id from gone) returning post_id
  )
  select array_agg(post_id) into touched from removed;
  perform citypulse.settle_versions(touched);
  return null;
end
$$;
create trigger remove_posts after delete on citypulse.loads
  referencing old table as gone for each statement execute function citypulse.remove_posts_of_loads();

create table schema_housing.zoopla (
  ad_id          varchar,
  link           varchar,
  price          numeric,
  bedrooms       integer,
  bathrooms      integer,
  living_rooms   integer,
  address        varchar,
  distance       numeric,
  subway_station varchar(256)
);

create table london_schema.housing_prices (
  subway_station varchar(256),
  price          numeric
);

-- Every post once, in its newest form. The first four columns are the original's.
create view london_schema.sentiment as
select p.text::varchar                           as tweets,
       (p.created_at at time zone 'UTC')         as date,
       p.station::varchar(256)                   as station,
       (p.compound / 10000.0)::numeric(5, 4)     as sentiment,
       (p.masked / 10000.0)::numeric(5, 4)       as sentiment_masked,
       p.post_id::text                           as post_id,
       p.version_id::text                        as version_id,
       r.run_id, l.code_version, p.raw_key, p.source_file, p.source_line
from citypulse.posts p
join citypulse.runs r on r.load_id = p.load_id
join citypulse.loads l on l.load_id = p.load_id
where not p.superseded;

-- The city's terms of every run, as the original had them; a station's own stand in station_topics.
create view london_schema.topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, r.run_id
from citypulse.topics t join citypulse.runs r on r.load_id = t.load_id
where t.station is null
order by date, run_id, rank;

create view london_schema.station_topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics, t.station::varchar(256) as station,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, r.run_id
from citypulse.topics t join citypulse.runs r on r.load_id = t.load_id
where t.station is not null
order by date, run_id, station, rank;

create view london_schema.data_lineage as
select r.batch_nr::numeric as batch_nr, l.job_nr::numeric as job_nr,
       (r.scheduled_time at time zone 'UTC') as timestamp,
       l.step::varchar(256) as step_airflow, l.source::varchar(256) as source,
       l.destination::varchar(256) as destination,
       l.posts_from, l.engine, l.code_version, l.run_id
from citypulse.lineage l join citypulse.runs r using (run_id)
order by timestamp, run_id, job_nr;

-- Average price beside average sentiment, for the stations that have both.
create view london_schema.vsentiment as
select h.subway_station, h.price, s.sentiment
from (select subway_station, round(avg(price), 2) as price
      from london_schema.housing_prices group by subway_station) h
join (select station, round(avg(sentiment), 2) as sentiment
      from london_schema.sentiment group by station) s on s.station = h.subway_station
where h.price is not null;
