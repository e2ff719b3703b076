-- Turns the words of posts into topics; see docs/topics.md. A text counts once in the whole city, and phrases are those of
-- the city, so one worker reads the words of all posts: see topics.ts. The variables are those of sentiment.sql, and so are
-- the rows that it reads.
SET spark.sql.ansi.enabled=true;
SET spark.sql.parquet.compression.codec=zstd;

ADD FILE '${JOBS}/worker.mjs';

CREATE TEMPORARY VIEW made (worker INT, part INT, cells STRING, kind STRING) USING parquet OPTIONS (path '${SCRATCH}/made');
CREATE TEMPORARY VIEW superseded USING parquet OPTIONS (path '${SCRATCH}/superseded');

-- The words of a part, and the numbers of its posts that a newer version replaces.
CREATE TEMPORARY VIEW words AS
SELECT cells AS words, numbers
FROM (SELECT worker, part, cells FROM made WHERE kind = 'words')
LEFT JOIN (
  SELECT worker, part, array_join(collect_list(string(number)), ' ') AS numbers FROM superseded GROUP BY worker, part)
USING (worker, part);

INSERT OVERWRITE DIRECTORY '${SCRATCH}/topics' USING parquet OPTIONS (compression 'lz4')
SELECT kind, bigint(number) AS number, bigint(written) AS written, station, method, int(rank) AS rank, term,
       bigint(posts) AS posts, bigint(authors) AS authors, double(score) AS score, bigint(example_post_id) AS example_post_id
FROM (
  SELECT TRANSFORM (concat(words, ' ', coalesce(numbers, ''))) USING 'node worker.mjs topics'
    AS (kind, number, written, station, method, rank, term, posts, authors, score, example_post_id)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM (SELECT /*+ COALESCE(1) */ * FROM words));
CREATE TEMPORARY VIEW topics USING parquet OPTIONS (path '${SCRATCH}/topics');

SELECT assert_true(
  read = given AND written = rows,
  concat('The worker read ', read, ' of ', given, ' rows of words, and wrote ', written, ' rows where ', rows,
         ' were found.'))
FROM (
  SELECT coalesce(sum(number) FILTER (WHERE kind = 'counts'), 0) AS read, coalesce(sum(written), 0) AS written,
         count_if(kind <> 'counts') AS rows
  FROM topics)
CROSS JOIN (SELECT count(*) AS given FROM made WHERE kind = 'words');

-- In the order of the worker, which writes one file.
INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/topics' USING parquet
SELECT station, method, rank, term, posts, authors, score, example_post_id FROM topics WHERE kind = 'topic';

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/tallies/topics' USING json
SELECT '${CLUSTER}' AS cluster, collect_list(struct(name, rows)) AS topics
FROM (
  SELECT _metadata.file_name AS name, count(*) AS rows
  FROM parquet.`${OUT}/analysis/run=${RUN_ID}/topics` GROUP BY _metadata.file_name);
