-- The words of posts become topics: SQL counts, and the worker decides what is a phrase, ranks and chooses; docs/topics.md
-- says how. Variables as in sentiment.sql, whose rows are read.
SET spark.sql.session.timeZone=UTC;
SET spark.sql.ansi.enabled=true;
SET spark.sql.jsonGenerator.ignoreNullFields=false;
SET spark.sql.parquet.compression.codec=zstd;

ADD FILE ${JOBS}/worker.mjs;

CREATE TEMPORARY VIEW made USING parquet OPTIONS (path '${SCRATCH}/made');
CREATE TEMPORARY VIEW superseded USING parquet OPTIONS (path '${SCRATCH}/superseded');
CREATE TEMPORARY VIEW words AS
SELECT post_id, author_id, station, stems AS text, split(stems, ' ') AS stems, split(surfaces, ' ') AS surfaces, follows
FROM made LEFT ANTI JOIN superseded USING (row) WHERE kind = 'post' AND stems IS NOT NULL;

-- Posts with the same stems in the same order are one text, in which a word follows where it does so in any of them.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/texts' USING parquet OPTIONS (compression 'lz4')
SELECT text, stems, follows, places,
       array_distinct(transform(follows, place -> concat(stems[place - 1], ' ', stems[place]))) AS pairs
FROM (
  SELECT text, split(text, ' ') AS stems, collect_list(struct(station, posts)) AS places,
         transform(filter(array_distinct(split(array_join(flatten(collect_list(follows)), ' '), ' ')), place -> place <> ''),
                   place -> int(place)) AS follows
  FROM (
    SELECT text, station, count(*) AS posts, collect_set(follows) AS follows
    FROM (SELECT text, station, follows FROM words DISTRIBUTE BY text) GROUP BY text, station)
  GROUP BY text);
CREATE TEMPORARY VIEW texts USING parquet OPTIONS (path '${SCRATCH}/texts');

CREATE TEMPORARY VIEW place_texts AS
SELECT place.station, count(*) AS texts FROM texts LATERAL VIEW explode(places) AS place GROUP BY place.station;

-- By station (NULL for none) and word: texts, posts, and the texts of which this is the first place, so that the sum over
-- all stations is the number of distinct texts.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/word-counts' USING parquet OPTIONS (compression 'lz4')
SELECT place.station, term, count(*) AS texts, sum(place.posts) AS posts, count_if(nth = 0) AS distinct_texts
FROM texts LATERAL VIEW posexplode(places) AS nth, place LATERAL VIEW explode(array_distinct(stems)) AS term
GROUP BY place.station, term;
CREATE TEMPORARY VIEW word_counts USING parquet OPTIONS (path '${SCRATCH}/word-counts');

CREATE TEMPORARY VIEW city_words AS
SELECT term, sum(distinct_texts) AS texts FROM word_counts GROUP BY term;

-- Fewer texts make no phrase (FEWEST_TOGETHER); the worker asks for more than that.
CREATE TEMPORARY VIEW pairs AS
SELECT pair, count(*) AS together FROM texts LATERAL VIEW explode(pairs) AS pair GROUP BY pair HAVING count(*) >= 5;

INSERT OVERWRITE DIRECTORY '${SCRATCH}/pair-counts' USING parquet OPTIONS (compression 'lz4')
SELECT pair, texts.texts, first.texts AS first, second.texts AS second, together
FROM pairs
JOIN city_words AS first ON first.term = substring_index(pair, ' ', 1)
JOIN city_words AS second ON second.term = substring_index(pair, ' ', -1)
CROSS JOIN (SELECT count(*) AS texts FROM texts) AS texts;
CREATE TEMPORARY VIEW pair_counts USING parquet OPTIONS (path '${SCRATCH}/pair-counts');

INSERT OVERWRITE DIRECTORY '${SCRATCH}/phrases' USING parquet OPTIONS (compression 'lz4')
SELECT kind, bigint(number) AS number, bigint(written) AS written, phrase
FROM (
  SELECT TRANSFORM (to_json(struct(pair, texts, first, second, together))) USING 'node worker.mjs phrases'
    AS (kind, number, written, phrase) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM pair_counts);
CREATE TEMPORARY VIEW phrases USING parquet OPTIONS (path '${SCRATCH}/phrases');

INSERT OVERWRITE DIRECTORY '${SCRATCH}/phrase-counts' USING parquet OPTIONS (compression 'lz4')
SELECT place.station, term, count(*) AS texts, count_if(nth = 0) AS distinct_texts
FROM (
  SELECT places, pair AS term
  FROM (SELECT places, pair FROM texts LATERAL VIEW explode(pairs) AS pair)
  LEFT SEMI JOIN phrases ON kind = 'phrase' AND phrase = pair)
LATERAL VIEW posexplode(places) AS nth, place
GROUP BY place.station, term;

CREATE TEMPORARY VIEW term_counts AS
SELECT station, term, texts, posts, distinct_texts FROM word_counts
UNION ALL
SELECT station, term, texts, NULL, distinct_texts FROM parquet.`${SCRATCH}/phrase-counts`;

CREATE TEMPORARY VIEW city_counts AS
SELECT term, sum(texts) AS everywhere, sum(posts) AS posts, sum(distinct_texts) AS distinct_texts
FROM term_counts GROUP BY term;

-- What the worker ranks: of a station every term with FEWEST_TEXTS or more; of the city the commonest, ties and all,
-- since a row must fit into memory, and 60 are looked at.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/counts' USING parquet OPTIONS (compression 'lz4')
SELECT here.station, struct(place_texts.texts AS here, everywhere.texts AS everywhere) AS texts,
       collect_list(IF(here.texts >= 3, struct(term, here.texts, city.everywhere), NULL)) AS terms,
       collect_list(IF(here.posts >= 3, struct(term, here.posts AS texts), NULL)) AS words
FROM term_counts AS here
JOIN city_counts AS city USING (term)
JOIN place_texts ON place_texts.station = here.station
CROSS JOIN (SELECT sum(texts) AS texts FROM place_texts) AS everywhere
WHERE here.texts >= 3 OR here.posts >= 3
GROUP BY here.station, place_texts.texts, everywhere.texts
UNION ALL
SELECT NULL, struct(0 AS here, 0 AS everywhere),
       collect_list(IF(distinct_texts >= 3 AND by_texts <= 100000, struct(term, distinct_texts AS texts, everywhere), NULL)),
       collect_list(IF(posts >= 3 AND by_posts <= 1000, struct(term, posts AS texts), NULL))
FROM (
  SELECT *, rank() OVER (ORDER BY distinct_texts DESC) AS by_texts, rank() OVER (ORDER BY posts DESC NULLS LAST) AS by_posts
  FROM city_counts WHERE distinct_texts >= 3 OR posts >= 3);
CREATE TEMPORARY VIEW counts USING parquet OPTIONS (path '${SCRATCH}/counts');

INSERT OVERWRITE DIRECTORY '${SCRATCH}/lists' USING parquet OPTIONS (compression 'lz4')
SELECT kind, bigint(number) AS number, bigint(written) AS written, station, method,
       from_json(replace(terms, '\\\\', '\\'), 'array<struct<term: string, texts: bigint, score: double>>') AS terms,
       from_json(replace(words, '\\\\', '\\'), 'array<struct<word: string, texts: bigint>>') AS words
FROM (
  SELECT TRANSFORM (to_json(struct(station, texts, terms, words))) USING 'node worker.mjs rank'
    AS (kind, number, written, station, method, terms, words)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM counts);
CREATE TEMPORARY VIEW lists USING parquet OPTIONS (path '${SCRATCH}/lists');

CREATE TEMPORARY VIEW listed AS
SELECT station, method, position, ranked.term, ranked.texts, ranked.score
FROM lists LATERAL VIEW posexplode(terms) AS position, ranked WHERE kind = 'list';

-- Every place in a post where a listed term stands, and how it is written there.
CREATE TEMPORARY VIEW occurrences AS
SELECT post_id, author_id, station, term, surfaces[place] AS surface
FROM (SELECT *  FROM words LATERAL VIEW posexplode(stems) AS place, term)
LEFT SEMI JOIN listed USING (term)
UNION ALL
SELECT post_id, author_id, station, term, concat(surfaces[place - 1], ' ', surfaces[place])
FROM (
  SELECT post_id, author_id, station, surfaces, place, concat(words.stems[place - 1], ' ', words.stems[place]) AS term
  FROM words JOIN texts USING (text) LATERAL VIEW explode(texts.follows) AS place)
LEFT SEMI JOIN listed USING (term);

-- A post counts for its station and for the city.
INSERT OVERWRITE DIRECTORY '${SCRATCH}/shown' USING parquet OPTIONS (compression 'lz4')
SELECT scope AS station, term, surface, author_id, count(*) AS times, min(post_id) AS post_id
FROM (
  SELECT scope, term, surface, author_id, post_id
  FROM occurrences LATERAL VIEW explode(IF(station IS NULL, array(station), array(station, NULL))) AS scope) AS scoped
LEFT SEMI JOIN listed ON listed.term = scoped.term AND listed.station <=> scoped.scope
GROUP BY scope, term, surface, author_id;
CREATE TEMPORARY VIEW shown USING parquet OPTIONS (path '${SCRATCH}/shown');

CREATE TEMPORARY VIEW described AS
SELECT people.station, people.term, surface AS shown, authors, has_unknown_author, example_post_id
FROM (
  SELECT station, term, count(DISTINCT author_id) AS authors, bool_or(author_id IS NULL) AS has_unknown_author,
         string(min(post_id)) AS example_post_id
  FROM shown GROUP BY station, term) AS people
JOIN (
  SELECT station, term, min(struct(-times AS times, surface)).surface AS surface
  FROM (SELECT station, term, surface, sum(times) AS times FROM shown GROUP BY station, term, surface)
  GROUP BY station, term) AS surfaces
ON surfaces.station <=> people.station AND surfaces.term = people.term;

INSERT OVERWRITE DIRECTORY '${SCRATCH}/topics' USING parquet OPTIONS (compression 'lz4')
SELECT kind, bigint(number) AS number, bigint(written) AS written, station, method, int(rank) AS rank, term,
       bigint(posts) AS posts, bigint(authors) AS authors, double(score) AS score, bigint(example_post_id) AS example_post_id
FROM (
  SELECT TRANSFORM (to_json(struct(station, method, terms, words))) USING 'node worker.mjs choose'
    AS (kind, number, written, station, method, rank, term, posts, authors, score, example_post_id)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
  FROM (
    SELECT lists.station, lists.method, lists.words, filled.terms
    FROM lists
    JOIN (
      SELECT listed.station, method,
             sort_array(collect_list(struct(
               position, listed.term, texts, score, shown, authors, has_unknown_author, example_post_id))) AS terms
      FROM listed JOIN described ON described.station <=> listed.station AND described.term = listed.term
      GROUP BY listed.station, method) AS filled
    ON filled.station <=> lists.station AND filled.method = lists.method));
CREATE TEMPORARY VIEW topics USING parquet OPTIONS (path '${SCRATCH}/topics');

-- What the worker was given, what it says that it read and wrote, and what is there, for each use of it.
SELECT assert_true(
  read = given AND written = rows,
  concat('The worker read ', read, ' of ', given, ' ', what, ', and wrote ', written, ' rows where ', rows, ' were found.'))
FROM (
  SELECT 'pairs' AS what, count(*) AS given FROM pair_counts
  UNION ALL SELECT 'places', count(*) FROM counts
  UNION ALL SELECT 'lists of terms', count_if(kind = 'list' AND size(terms) > 0) FROM lists)
JOIN (
  SELECT what, coalesce(sum(number) FILTER (WHERE kind = 'counts'), 0) AS read, coalesce(sum(written), 0) AS written,
         count_if(kind IS NOT NULL AND kind <> 'counts') AS rows
  FROM (
    SELECT 'pairs' AS what, kind, number, written FROM phrases
    UNION ALL SELECT 'places', kind, number, written FROM lists
    UNION ALL SELECT 'lists of terms', kind, number, written FROM topics
    -- A use that left no row at all must be compared, too.
    UNION ALL SELECT what, NULL, NULL, NULL FROM VALUES ('pairs'), ('places'), ('lists of terms') AS uses(what))
  GROUP BY what) USING (what);

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/topics' USING parquet
SELECT /*+ COALESCE(1) */ station, method, rank, term, posts, authors, score, example_post_id
FROM topics WHERE kind = 'topic' ORDER BY station NULLS FIRST, method DESC, rank;

INSERT OVERWRITE DIRECTORY '${OUT}/analysis/run=${RUN_ID}/tallies/topics' USING json
SELECT '${CLUSTER}' AS cluster, collect_list(struct(name, rows)) AS topics
FROM (
  SELECT _metadata.file_name AS name, count(*) AS rows
  FROM parquet.`${OUT}/analysis/run=${RUN_ID}/topics` GROUP BY _metadata.file_name);
