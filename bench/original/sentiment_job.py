"""The first job writes VADER's compound score of every post into Parquet.

usage: sentiment_job.py POSTS.jsonl OUTPUT MEMORY
Prints one line of JSON: the time that Spark took to start, the time of the job, and the number of rows.
"""

import json
import sys
import time

from pyspark.sql.functions import udf
from pyspark.sql.types import DoubleType
from spark import read_posts, start_session

analyser = None


@udf(DoubleType())
def compound(text: str) -> float:
    global analyser
    # One analyser for each worker, not for each post, because it reads its lexicon when it is created.
    if analyser is None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        analyser = SentimentIntensityAnalyzer()
    return analyser.polarity_scores(text)["compound"]


def main(posts: str, output: str, memory: str) -> None:
    begin = time.perf_counter()
    session = start_session("sentiment", memory)
    started = time.perf_counter()
    read_posts(session, posts).withColumn("sentiment", compound("text")).write.mode("overwrite").parquet(output)
    done = time.perf_counter()
    rows = session.read.parquet(output).count()
    session.stop()
    print(json.dumps({"startSeconds": started - begin, "jobSeconds": done - started, "rows": rows}))


main(*sys.argv[1:])
