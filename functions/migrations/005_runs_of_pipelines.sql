-- Up Migration

-- Runs belong to pipelines: `citypulse.runs` holds what every pipeline has, and what only one has is in its own table.
-- Two pipelines can start in the same second, so the same run id can occur once in each.
-- Removing a run is still one statement: delete from citypulse.runs where pipeline = '...' and run_id = '...'.
alter table citypulse.runs
  add column pipeline text collate "C" not null default 'neighbourhood',
  -- Each pipeline has engines of its own, or none.
  alter column engine drop not null,
  drop constraint runs_engine_check;
alter table citypulse.runs alter column pipeline drop default;

-- What a run of the neighbourhood pipeline read, and the load that it shows.
create table citypulse.neighbourhood_runs (
  run_id     text collate "C" primary key,
  pipeline   text collate "C" not null generated always as ('neighbourhood') stored,
  source     text,
  posts_read bigint check (posts_read = accepted + duplicates + rejected),
  accepted   bigint,
  duplicates bigint,
  unplaced   bigint check (unplaced <= accepted),
  rejected   bigint,
  load_id    integer unique
);
insert into citypulse.neighbourhood_runs
  (run_id, source, posts_read, accepted, duplicates, unplaced, rejected, load_id)
select run_id, source, posts_read, accepted, duplicates, unplaced, rejected, load_id from citypulse.runs;

-- The views keep their names, columns and types.
create or replace view london_schema.sentiment as
select p.text::varchar                           as tweets,
       (p.created_at at time zone 'UTC')         as date,
       p.station::varchar(256)                   as station,
       (p.compound / 10000.0)::numeric(5, 4)     as sentiment,
       (p.masked / 10000.0)::numeric(5, 4)       as sentiment_masked,
       p.post_id::text                           as post_id,
       p.version_id::text                        as version_id,
       r.run_id, l.code_version, p.raw_key, p.source_file, p.source_line
from citypulse.posts p
join citypulse.neighbourhood_runs r on r.load_id = p.load_id
join citypulse.loads l on l.load_id = p.load_id
where not p.superseded;

create or replace view london_schema.topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, n.run_id, t.authors
from citypulse.topics t
join citypulse.neighbourhood_runs n on n.load_id = t.load_id
join citypulse.runs r using (pipeline, run_id)
where t.station is null and t.method = 'distinctive'
order by date, run_id, rank;

create or replace view london_schema.station_topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics, t.station::varchar(256) as station,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, n.run_id, t.authors
from citypulse.topics t
join citypulse.neighbourhood_runs n on n.load_id = t.load_id
join citypulse.runs r using (pipeline, run_id)
where t.station is not null and t.method = 'distinctive'
order by date, run_id, station, rank;

create or replace view london_schema.commonest_words as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics, t.station::varchar(256) as station,
       t.rank, t.posts, t.example_post_id::text as example_post_id, n.run_id, t.authors
from citypulse.topics t
join citypulse.neighbourhood_runs n on n.load_id = t.load_id
join citypulse.runs r using (pipeline, run_id)
where t.method = 'count'
order by date, run_id, station nulls first, rank;

create or replace view london_schema.data_lineage as
select r.batch_nr::numeric as batch_nr, l.job_nr::numeric as job_nr,
       (r.scheduled_time at time zone 'UTC') as timestamp,
       l.step::varchar(256) as step_airflow, l.source::varchar(256) as source,
       l.destination::varchar(256) as destination,
       l.posts_from, l.engine, l.code_version, l.run_id
from citypulse.lineage l
join citypulse.neighbourhood_runs n using (run_id)
join citypulse.runs r using (pipeline, run_id)
order by timestamp, run_id, job_nr;

-- As in migration 001, where it says why.
create or replace function citypulse.settle_versions(touched bigint[]) returns void language sql as $$
  update citypulse.posts p set superseded = ranked.place > 1
  from unnest(touched) as post(id)
  cross join lateral (
    select v.load_id,
           row_number() over (order by v.versions desc, v.version_id desc, r.scheduled_time, n.run_id) as place
    from citypulse.posts v
    join citypulse.neighbourhood_runs n on n.load_id = v.load_id
    join citypulse.runs r using (pipeline, run_id)
    where v.post_id = post.id
  ) ranked
  where p.post_id = post.id and p.load_id = ranked.load_id
    and p.superseded is distinct from (ranked.place > 1)
$$;

-- Everything of a run goes with its row.
alter table citypulse.loads drop constraint loads_run_id_fkey,
  add foreign key (run_id) references citypulse.neighbourhood_runs on delete cascade;
alter table citypulse.lineage drop constraint lineage_run_id_fkey,
  add foreign key (run_id) references citypulse.neighbourhood_runs on delete cascade;
alter table citypulse.runs drop column source, drop column posts_read, drop column accepted,
  drop column duplicates, drop column unplaced, drop column rejected, drop column load_id;
alter table citypulse.runs drop constraint runs_pkey, add primary key (pipeline, run_id);
alter table citypulse.neighbourhood_runs
  add foreign key (pipeline, run_id) references citypulse.runs on delete cascade,
  add foreign key (load_id) references citypulse.loads on delete set null (load_id) deferrable initially deferred;

-- The role that the functions of all pipelines sign in as. It reads and writes rows, and owns nothing, so it can change
-- no table and drop none. A role belongs to the server, so another database of the server may have made it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'citypulse_pipeline') then
    create role citypulse_pipeline;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;

-- A migration that creates a schema calls this for it. Tables that are added to the schema later are covered as well.
create function citypulse.grant_to_pipelines(schema_name text) returns void language plpgsql as $$
begin
  execute format('grant usage on schema %I to citypulse_pipeline', schema_name);
  -- To maintain a table is to have it analysed and vacuumed.
  execute format('grant select, insert, update, delete, maintain on all tables in schema %I to citypulse_pipeline', schema_name);
  execute format('grant usage on all sequences in schema %I to citypulse_pipeline', schema_name);
  execute format('alter default privileges in schema %I grant select, insert, update, delete, maintain on tables to citypulse_pipeline', schema_name);
  execute format('alter default privileges in schema %I grant usage on sequences to citypulse_pipeline', schema_name);
end
$$;
select citypulse.grant_to_pipelines(name) from unnest(array['citypulse', 'london_schema', 'schema_housing']) as schema(name);
