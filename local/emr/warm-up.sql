-- Touches what the jobs of spark-jobs/ use, so that its classes are archived; see class-archive.ts. FOLDER is a scratch one.
SET spark.sql.ansi.enabled=true;

INSERT OVERWRITE DIRECTORY '${FOLDER}/lines' USING text SELECT concat('{"records": ', id, '}') AS value FROM range(2000);
CREATE TEMPORARY VIEW raw USING text OPTIONS (path '${FOLDER}/lines', lineSep '\n', recursiveFileLookup 'true');
CREATE TEMPORARY VIEW input (records BIGINT) USING json OPTIONS (path '${FOLDER}/lines', multiLine 'true');

CREATE TABLE made (worker INT, number BIGINT, cells STRING, kind STRING)
USING parquet OPTIONS (compression 'lz4', 'parquet.enable.dictionary' 'false')
PARTITIONED BY (kind) LOCATION '${FOLDER}/made';

INSERT OVERWRITE TABLE made
SELECT spark_partition_id(), bigint(number), cells, kind
FROM (
  SELECT TRANSFORM (concat('post\t', length(value), '\t', value)) USING 'cat' AS (kind, number, cells)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM raw);

CREATE TEMPORARY VIEW posts AS
SELECT worker, number, c[0] AS text, timestamp_millis(number) AS written, double(number) AS place
FROM (
  SELECT worker, number, IF(instr(cells, '\\') = 0, split(cells, ' '), transform(split(cells, ' '), one ->
    replace(nullif(one, '\\N'), '\\t', '\t'))) AS c
  FROM made);

SELECT assert_true(posts > 0, concat('There are ', posts, ' posts.'))
FROM (SELECT coalesce(sum(number), 0) AS posts, count_if(kind <> 'post') AS others FROM made)
CROSS JOIN (SELECT count(*) AS records FROM input);

INSERT OVERWRITE DIRECTORY '${FOLDER}/repeated' USING parquet OPTIONS (compression 'lz4')
SELECT number FROM made WHERE kind = 'post' GROUP BY number HAVING count(*) > 1;

INSERT OVERWRITE DIRECTORY '${FOLDER}/later' USING parquet OPTIONS (compression 'lz4')
SELECT worker, number FROM (
  SELECT worker, number, row_number() OVER (PARTITION BY number ORDER BY text DESC, worker) AS nth
  FROM posts WHERE number IN (SELECT number FROM parquet.`${FOLDER}/repeated`))
WHERE nth > 1;
CREATE TEMPORARY VIEW later USING parquet OPTIONS (path '${FOLDER}/later');

INSERT OVERWRITE DIRECTORY '${FOLDER}/posts' USING parquet OPTIONS (compression 'zstd')
SELECT * FROM posts LEFT ANTI JOIN later USING (worker, number);

INSERT OVERWRITE DIRECTORY '${FOLDER}/tallies' USING json
SELECT transform(sort_array(collect_list(struct(name, rows))), one -> struct(one.name, one.rows)) AS files
FROM (
  SELECT _metadata.file_name AS name, count(*) AS rows
  FROM parquet.`${FOLDER}/posts` GROUP BY _metadata.file_name)
LEFT JOIN (SELECT text AS name, array_join(collect_list(string(number)), ' ') AS numbers FROM posts GROUP BY text)
USING (name);
