"""Reads a file of sales with DuckDB and joins it with postcodes: FILE POSTCODES THREADS. Prints seconds and rows as JSON.

Rows that DuckDB cannot decode are left out (ignore_errors), since one of them would end the scan. Only the scan with its
join is timed.
"""

import json
import sys
import time

import duckdb

sales, postcodes, threads = sys.argv[1:]
COLUMNS = "id price date postcode type new tenure paon saon street locality town district county category status"
columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS.split())

database = duckdb.connect()
database.execute(f"set threads = {threads}")
database.execute(
    f"""create table postcodes as
        select * from read_csv('{postcodes}', header = false,
          columns = {{'postcode': 'VARCHAR', 'latitude': 'DOUBLE', 'longitude': 'DOUBLE'}})
        where latitude < 52"""
)
begin = time.perf_counter()
database.execute(
    f"""create table placed as
        select sale.*, latitude, longitude
        from read_csv('{sales}', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
                      columns = {{{columns}}}, ignore_errors = true) sale
        join postcodes using (postcode)
        where category = 'A' and type <> 'O'"""
)
seconds = time.perf_counter() - begin
[(placed,)] = database.execute("select count(*) from placed").fetchall()
print(json.dumps({"version": duckdb.__version__, "seconds": seconds, "placed": placed}))
