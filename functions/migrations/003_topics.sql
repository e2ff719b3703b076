-- Up Migration

-- The key finds a post's versions too, so that each row of a load is entered into one index instead of two.
-- Rows of a load lie together, which a block range index needs a few pages for.
alter table citypulse.posts drop constraint posts_pkey, add primary key (post_id, load_id);
drop index citypulse.posts_post;
create index posts_load on citypulse.posts using brin (load_id);

-- How a topic was chosen: 'distinctive' for what is said here more than elsewhere, 'count' for the plain commonest
-- words. What was loaded before was counted, so it stands in london_schema.commonest_words from now on.
alter table citypulse.topics
  add column method text not null default 'count' check (method in ('distinctive', 'count')),
  add column authors bigint,
  drop constraint topics_load_id_station_rank_key,
  add unique nulls not distinct (load_id, station, method, rank);
alter table citypulse.topics alter column method drop default;

create or replace view london_schema.topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, r.run_id, t.authors
from citypulse.topics t join citypulse.runs r on r.load_id = t.load_id
where t.station is null and t.method = 'distinctive'
order by date, run_id, rank;

create or replace view london_schema.station_topics as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics, t.station::varchar(256) as station,
       t.rank, t.posts, t.score, t.example_post_id::text as example_post_id, r.run_id, t.authors
from citypulse.topics t join citypulse.runs r on r.load_id = t.load_id
where t.station is not null and t.method = 'distinctive'
order by date, run_id, station, rank;

-- The original's way, for comparison; station null is the whole city.
create view london_schema.commonest_words as
select (r.scheduled_time at time zone 'UTC') as date, t.term::varchar as topics, t.station::varchar(256) as station,
       t.rank, t.posts, t.example_post_id::text as example_post_id, r.run_id, t.authors
from citypulse.topics t join citypulse.runs r on r.load_id = t.load_id
where t.method = 'count'
order by date, run_id, station nulls first, rank;
