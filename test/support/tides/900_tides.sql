-- Up Migration

-- What a pipeline of the tests stores: its own schema, with the rights of the pipelines' role on it.
create schema tides;
create table tides.heights (
  run_id      text collate "C" not null,
  pipeline    text collate "C" not null generated always as ('tides') stored,
  hour        integer not null,
  centimetres integer not null,
  primary key (run_id, hour),
  foreign key (pipeline, run_id) references citypulse.runs on delete cascade
);
select citypulse.grant_to_pipelines('tides');
