-- Up Migration

-- ANALYZE copies the commonest values of a column into pg_statistic, where a post's words would outlive the post.
-- No query chooses by these columns, so nothing is lost.
alter table citypulse.posts alter column text set statistics 0;
alter table citypulse.topics alter column term set statistics 0;
alter table citypulse.runs alter column error_message set statistics 0;

-- What was copied before goes, where PostgreSQL has a function for it (18 and later).
do $$
begin
  if to_regprocedure('pg_catalog.pg_clear_attribute_stats(text, text, text, boolean)') is not null then
    perform pg_catalog.pg_clear_attribute_stats('citypulse', 'posts', 'text', false);
    perform pg_catalog.pg_clear_attribute_stats('citypulse', 'topics', 'term', false);
    perform pg_catalog.pg_clear_attribute_stats('citypulse', 'runs', 'error_message', false);
  end if;
end
$$;
