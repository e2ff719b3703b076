"""Loads rows with one INSERT and one COMMIT for each row, into a separate database.

usage: load.py SENTIMENT_PARQUET ROWS
libpq's environment variables set the connection. Prints one line of JSON: the time of the INSERTs and COMMITs, the
number of rows, and the durability settings of the server.
"""

import json
import sys
import time

import psycopg
import pyarrow.dataset

TABLE = """
create schema if not exists london_schema;
drop table if exists london_schema.sentiment;
create table london_schema.sentiment (tweets varchar, date timestamp, station varchar(256), sentiment numeric);
"""
INSERT = "insert into london_schema.sentiment (tweets, date, station, sentiment) values (%s, %s, %s, %s)"
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


def first_rows(path: str, count: int) -> list[tuple]:
    table = pyarrow.dataset.dataset(path, format="parquet").head(count)
    # PostgreSQL stores no NUL.
    return [(row["text"].replace("\0", ""), row["date"], row["station"], row["sentiment"]) for row in table.to_pylist()]


def main(path: str, count: str) -> None:
    rows = first_rows(path, int(count))
    with psycopg.connect() as connection:
        connection.execute("set time zone 'UTC'")
        connection.execute(TABLE)
        connection.commit()
        begin = time.perf_counter()
        for row in rows:
            connection.execute(INSERT, row)
            connection.commit()
        seconds = time.perf_counter() - begin
        stored = connection.execute("select count(*) from london_schema.sentiment").fetchone()[0]
        settings = dict(
            connection.execute("select name, setting from pg_settings where name = any(%s)", [list(SETTINGS)])
        )
    print(json.dumps({"loadSeconds": seconds, "rows": stored, "durability": settings}))


main(*sys.argv[1:])
