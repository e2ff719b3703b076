-- Raw pages become posts: the worker reads and scores every record, versions of the same post meet, the newest stays.
-- Variables: RUN_ID; CLUSTER, which tells one attempt from another; RAW, a folder of raw lines; INPUT, the file that
-- job-input.ts describes; JOBS, the folder of the worker; SCRATCH, a folder for what topics.sql goes on with; OUT, a
-- folder that is laid out like the object store, and copied there.
SET spark.sql.session.timeZone=UTC;
SET spark.sql.ansi.enabled=true;
SET spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS;
SET spark.sql.parquet.compression.codec=zstd;
-- A file is what LoadResults holds in memory at a time.
SET spark.sql.files.maxRecordsPerFile=50000;

ADD FILE ${JOBS}/worker.mjs;
ADD FILE ${INPUT};

-- s3-dist-cp keeps folders such as `station=x` for its groups, which are no columns here.
CREATE TEMPORARY VIEW raw USING text OPTIONS (path '${RAW}', lineSep '\n', recursiveFileLookup 'true');

-- A row of the worker is one of these kinds: a post; a record that cannot be used (`text` is the record's); a number of
-- posts that were not asked for; the numbers of rows that it read and wrote. All columns come as texts: where a number
-- is NULL, TRANSFORM throws and catches an exception for it. rows.ts says what stands for a tab or a line break.
CREATE TEMPORARY VIEW made AS
SELECT kind, bigint(number) AS number, bigint(written) AS written, page,
       IF(instr(source_file, '\\') = 0, source_file, replace(replace(replace(replace(replace(
         source_file, '\\\\', '\0'), '\\t', '\t'), '\\n', '\n'), '\\r', '\r'), '\0', '\\')) AS source_file,
       int(source_line) AS source_line, int(place) AS place,
       IF(instr(text, '\\') = 0, text, replace(replace(replace(replace(replace(
         text, '\\\\', '\0'), '\\t', '\t'), '\\n', '\n'), '\\r', '\r'), '\0', '\\')) AS text,
       reason, bigint(post_id) AS post_id, bigint(version_id) AS version_id, int(versions) AS versions,
       timestamp_millis(bigint(created_at)) AS created_at, language, bigint(author_id) AS author_id,
       double(longitude) AS longitude, double(latitude) AS latitude, station, int(metres) AS metres,
       replace(other_stations, '\\\\', '\\') AS other_stations,
       int(compound) AS compound, int(masked) AS masked, int(neg) AS neg, int(neu) AS neu, int(pos) AS pos,
       stems, surfaces, follows
FROM (
  SELECT TRANSFORM (value) USING 'node worker.mjs score input.json' AS (
    kind, number, written, page, source_file, source_line, place, text, reason, post_id, version_id, versions,
    created_at, language, author_id, longitude, latitude, station, metres, other_stations, compound, masked,
    neg, neu, pos, stems, surfaces, follows)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM raw);

-- Written down, since it is read several times, and a row must not be made twice. No column repeats itself enough for a
-- dictionary.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/made' USING parquet OPTIONS (compression 'zstd', 'parquet.enable.dictionary' 'false')
SELECT monotonically_increasing_id() AS row, * FROM made;
CREATE TEMPORARY VIEW kept USING parquet OPTIONS (path '${SCRATCH}/made');

-- Every post must have what all posts have: what is cut off in the middle lacks it.
SELECT assert_true(
  read = given AND written = rows AND complete = posts,
  concat('The worker read ', read, ' of ', given, ' raw pages, and wrote ', written, ' rows where ', rows,
         ' were found; of ', posts, ' posts ', complete, ' are whole.'))
FROM (
  SELECT coalesce(sum(number) FILTER (WHERE kind = 'counts'), 0) AS read, coalesce(sum(written), 0) AS written,
         count_if(kind <> 'counts') AS rows, count_if(kind = 'post') AS posts,
         count_if(kind = 'post' AND post_id IS NOT NULL AND text IS NOT NULL AND pos IS NOT NULL) AS complete
  FROM kept)
CROSS JOIN (SELECT count(*) AS given FROM raw);

-- The versions that give way. Nearly every post is there once, so the others alone are compared.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/superseded' USING parquet OPTIONS (compression 'lz4')
SELECT row FROM (
  SELECT row, row_number() OVER (
    PARTITION BY post_id
    ORDER BY versions DESC, version_id DESC, page, source_file, source_line, place) AS nth
  FROM kept
  LEFT SEMI JOIN (
    SELECT post_id FROM kept WHERE kind = 'post' GROUP BY post_id HAVING count(*) > 1) AS repeated USING (post_id)
  WHERE kind = 'post')
WHERE nth > 1;
CREATE TEMPORARY VIEW superseded USING parquet OPTIONS (path '${SCRATCH}/superseded');

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/posts' USING parquet
SELECT post_id, version_id, versions, created_at, text, language, author_id, longitude, latitude, station, metres,
       other_stations, compound, masked, neg, neu, pos,
       concat('raw/run=${RUN_ID}/', page, '.jsonl.gz') AS raw_key, source_file, source_line
FROM kept LEFT ANTI JOIN superseded USING (row) WHERE kind = 'post';

INSERT OVERWRITE DIRECTORY '${OUT}/quarantine/run=${RUN_ID}' USING json
SELECT reason, source_file AS file, source_line AS line, concat('raw/run=${RUN_ID}/', page, '.jsonl.gz') AS rawKey,
       text AS record
FROM kept WHERE kind = 'rejected';

-- What list-results reads: the counts, and the files that hold the rows.
CREATE TEMPORARY VIEW post_files AS
SELECT _metadata.file_name AS name, count(*) AS rows, count_if(station IS NULL) AS unplaced
FROM parquet.`${OUT}/analysis/run=${RUN_ID}/posts` GROUP BY _metadata.file_name;

CREATE TEMPORARY VIEW reasons AS
SELECT reason, count(*) AS records, min(struct(page, source_file, source_line)) AS first
FROM kept WHERE kind = 'rejected' GROUP BY reason;

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/tallies/sentiment' USING json
SELECT '${CLUSTER}' AS cluster, accepted + duplicates + rejected AS read, accepted, duplicates, unplaced, rejected,
       outside, reasons, posts, quarantine
FROM (
  SELECT count_if(kind = 'rejected') AS rejected, coalesce(sum(number) FILTER (WHERE kind = 'outside'), 0) AS outside
  FROM kept)
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
