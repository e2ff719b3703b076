"""The second job writes the five most frequent stems of all posts into JSON.

usage: topics_job.py POSTS.jsonl OUTPUT MEMORY
Prints one line of JSON: the time that Spark took to start, the time of the job, and the number of rows.
"""

import json
import sys
import time

from pyspark.ml.feature import StopWordsRemover
from pyspark.sql.functions import col, desc, explode, lower, regexp_replace, split, udf
from pyspark.sql.types import ArrayType, StringType
from spark import read_posts, start_session

stemmer = None


@udf(ArrayType(StringType()))
def stems(words: list[str]) -> list[str]:
    global stemmer
    if stemmer is None:
        from nltk.stem.snowball import SnowballStemmer

        stemmer = SnowballStemmer("english")
    return [stemmer.stem(word) for word in words]


def main(posts: str, output: str, memory: str) -> None:
    begin = time.perf_counter()
    session = start_session("topics", memory)
    started = time.perf_counter()
    text = regexp_replace(lower("text"), r"https?://\S+|@\w+", " ")
    words = read_posts(session, posts).select(split(regexp_replace(text, r"[^a-z\s]", ""), r"\s+").alias("words"))
    kept = StopWordsRemover(inputCol="words", outputCol="kept").transform(words)
    counts = kept.select(explode(stems("kept")).alias("stem")).where(col("stem") != "").groupBy("stem").count()
    top = counts.orderBy(desc("count"), "stem").limit(5)
    top.coalesce(1).write.mode("overwrite").json(output)
    done = time.perf_counter()
    rows = session.read.json(output).count()
    session.stop()
    print(json.dumps({"startSeconds": started - begin, "jobSeconds": done - started, "rows": rows}))


main(*sys.argv[1:])
