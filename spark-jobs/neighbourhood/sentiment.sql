-- Turns raw pages into posts: the worker reads and scores every record, and only the newest version of each post is kept.
-- Variables: RUN_ID; CLUSTER, which distinguishes attempts; RAW, a folder of raw lines; INPUT, the file with a JobInput
-- (worker.ts); JOBS, the folder of the worker; SCRATCH, a folder for the data that topics.sql continues with; OUT, a folder
-- with the layout of the object store, which is copied there.
SET spark.sql.session.timeZone=UTC;
SET spark.sql.ansi.enabled=true;
SET spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS;
SET spark.sql.parquet.compression.codec=zstd;
-- A task has a file open for each kind of row.
SET spark.sql.maxConcurrentOutputFileWriters=8;
-- LoadResults holds one file in memory at a time.
SET spark.sql.files.maxRecordsPerFile=50000;

ADD FILE '${JOBS}/worker.mjs';
ADD FILE '${INPUT}';

-- s3-dist-cp keeps folders such as `station=x` for its groups. They are not columns here.
CREATE TEMPORARY VIEW raw USING text OPTIONS (path '${RAW}', lineSep '\n', recursiveFileLookup 'true');

CREATE TEMPORARY VIEW input (records BIGINT) USING json OPTIONS (path '${INPUT}', multiLine 'true');

-- A row of the worker has one of these kinds: a post; the words of some posts (`part` is their number); a rejected record;
-- a `number` of posts that the selection excludes; the number of records in its raw pages; the numbers of rows that it read
-- and wrote. Worker, part and number identify a post. `cells` packs most of its columns into one (rows.ts), because Spark
-- needs time for each column that it reads or writes.
CREATE TABLE made (worker INT, number BIGINT, written BIGINT, part INT, post_id BIGINT, cells STRING, kind STRING)
USING parquet OPTIONS (compression 'lz4', 'parquet.enable.dictionary' 'false')
PARTITIONED BY (kind) LOCATION '${SCRATCH}/made';

INSERT OVERWRITE TABLE made
SELECT spark_partition_id(), bigint(number), bigint(written), int(part), bigint(post_id), cells, kind
FROM (
  -- All columns are texts, because TRANSFORM throws and catches an exception for each number that is NULL.
  SELECT TRANSFORM (value) USING 'node worker.mjs score input.json' AS (kind, number, written, part, post_id, cells)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM raw);

-- Splits a row's cells and restores what rows.ts escaped. Each cell has an end, so there is an empty text after the last
-- one. A row that was cut off has fewer.
CREATE TEMPORARY VIEW unpacked AS
SELECT kind, worker, part, number, post_id,
       IF(instr(cells, '\\') = 0, split(cells, '\u0001'), transform(split(cells, '\u0001'), cell ->
         replace(replace(replace(replace(replace(
           nullif(cell, '\\N'), '\\t', '\t'), '\\n', '\n'), '\\r', '\r'), '\\1', '\u0001'), '\\b', '\\'))) AS c
FROM made;

SELECT assert_true(
  read = records AND written = rows AND cut = 0,
  concat('The workers read ', read, ' of the ', records, ' records of the run, and wrote ', written, ' rows where ', rows,
         ' were found; they cut ', cut, ' rejected records off.'))
FROM (
  SELECT coalesce(sum(number) FILTER (WHERE kind = 'records'), 0) AS read, coalesce(sum(written), 0) AS written,
         count_if(kind <> 'counts') AS rows
  FROM made)
CROSS JOIN (SELECT count_if(NOT size(c) <=> 6) AS cut FROM unpacked WHERE kind = 'rejected')
CROSS JOIN (SELECT records FROM input);

CREATE TEMPORARY VIEW posts AS
SELECT worker, part, number, post_id, int(c[0]) AS versions, bigint(c[1]) AS version_id, c[2] AS page,
       c[3] AS source_file, int(c[4]) AS source_line, int(c[5]) AS place, c[6] AS text,
       timestamp_millis(bigint(c[7])) AS created_at, c[8] AS language, bigint(c[9]) AS author_id, double(c[10]) AS longitude,
       double(c[11]) AS latitude, c[12] AS station, int(c[13]) AS metres, c[14] AS other_stations,
       int(c[15]) AS compound, int(c[16]) AS masked, int(c[17]) AS neg, int(c[18]) AS neu,
       IF(size(c) = 21, int(c[19]), int(raise_error('The worker cut a post off.'))) AS pos
FROM unpacked WHERE kind = 'post';

CREATE TEMPORARY VIEW rejected AS
SELECT c[0] AS page, c[1] AS source_file, int(c[2]) AS source_line, c[3] AS reason, c[4] AS record
FROM unpacked WHERE kind = 'rejected';

-- The versions that a newer one replaces. Nearly every post occurs once, so only the others are compared. They are few, so
-- Spark broadcasts them. IN, unlike a join, is evaluated before cells are unpacked.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/repeated' USING parquet OPTIONS (compression 'lz4')
SELECT post_id FROM made WHERE kind = 'post' GROUP BY post_id HAVING count(*) > 1;

INSERT OVERWRITE DIRECTORY '${SCRATCH}/superseded' USING parquet OPTIONS (compression 'lz4')
SELECT worker, part, number FROM (
  SELECT worker, part, number, row_number() OVER (
    PARTITION BY post_id
    ORDER BY versions DESC, version_id DESC, page, source_file, source_line, place) AS nth
  FROM posts WHERE post_id IN (SELECT post_id FROM parquet.`${SCRATCH}/repeated`))
WHERE nth > 1;
CREATE TEMPORARY VIEW superseded USING parquet OPTIONS (path '${SCRATCH}/superseded');

-- A dictionary for columns with nearly unique values costs time and saves nothing.
INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/posts' USING parquet OPTIONS (
  'parquet.enable.dictionary#post_id' 'false', 'parquet.enable.dictionary#version_id' 'false',
  'parquet.enable.dictionary#created_at' 'false', 'parquet.enable.dictionary#text' 'false',
  'parquet.enable.dictionary#longitude' 'false', 'parquet.enable.dictionary#latitude' 'false',
  'parquet.enable.dictionary#source_line' 'false')
SELECT post_id, version_id, versions, created_at, text, language, author_id, longitude, latitude, station, metres,
       other_stations, compound, masked, neg, neu, pos,
       concat('raw/run=${RUN_ID}/', page, '.jsonl.gz') AS raw_key, source_file, source_line
FROM posts LEFT ANTI JOIN superseded USING (worker, part, number);

INSERT OVERWRITE DIRECTORY '${OUT}/quarantine/run=${RUN_ID}' USING json
SELECT reason, source_file AS file, source_line AS line, concat('raw/run=${RUN_ID}/', page, '.jsonl.gz') AS rawKey,
       record
FROM rejected;

-- For list-results: the counts, and the files that contain the rows.
CREATE TEMPORARY VIEW post_files AS
SELECT _metadata.file_name AS name, count(*) AS rows, count_if(station IS NULL) AS unplaced
FROM parquet.`${OUT}/analysis/run=${RUN_ID}/posts` GROUP BY _metadata.file_name;

CREATE TEMPORARY VIEW reasons AS
SELECT reason, count(*) AS records, min(struct(page, source_file, source_line)) AS first
FROM rejected GROUP BY reason;

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/tallies/sentiment' USING json
SELECT '${CLUSTER}' AS cluster, accepted + duplicates + rejected AS read, accepted, duplicates, unplaced, rejected,
       outside, reasons, posts, quarantine
FROM (
  SELECT count_if(kind = 'rejected') AS rejected, coalesce(sum(number) FILTER (WHERE kind = 'outside'), 0) AS outside
  FROM made)
CROSS JOIN (SELECT count(*) AS duplicates FROM superseded)
CROSS JOIN (
  SELECT coalesce(sum(rows), 0) AS accepted, coalesce(sum(unplaced), 0) AS unplaced,
         collect_list(struct(name, rows)) AS posts
  FROM post_files)
CROSS JOIN (
  SELECT transform(
           sort_array(collect_list(struct(-records AS order, reason, records, first))),
           one -> struct(one.reason, one.records, one.first.source_file AS file, one.first.source_line AS line)) AS reasons
  FROM reasons)
CROSS JOIN (
  SELECT collect_list(struct(name, rows)) AS quarantine
  FROM (
    SELECT _metadata.file_name AS name, count(*) AS rows
    FROM text.`${OUT}/quarantine/run=${RUN_ID}` GROUP BY _metadata.file_name));
