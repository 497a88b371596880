"""What people write instead: one table of plain SQL into CSV, JSON and XLSX with a tool of Python's.

usage: peers.py duckdb|polars|polars-rust|pandas FILE.sql OUTPUT-WITHOUT-SUFFIX FORMATS

It connects by PGHOST, PGUSER and PGDATABASE. Each is written as its own manual shows it; nothing of
what the reports add (sums, checks, formats of cells, exactness) is asked of it.
"""

import os
import sys
from pathlib import Path


def duckdb(sql, output, formats):
    import duckdb as engine

    folder = Path(engine.__file__).parent.parent / "duckdb_ext/extensions"
    connection = engine.connect(config={"allow_unsigned_extensions": "true"})
    for extension in ("postgres_scanner", "excel"):
        path = next(folder.glob(f"*/*/{extension}.duckdb_extension"))
        connection.execute(f"LOAD '{path}'")
    connection.execute("ATTACH '' AS chain (TYPE postgres, READ_ONLY)")
    quoted = sql.replace("'", "''")
    connection.execute(
        f"CREATE TEMP TABLE report AS SELECT * FROM postgres_query('chain', '{quoted}')")
    options = {"csv": "FORMAT csv, HEADER", "json": "FORMAT json", "xlsx": "FORMAT xlsx, HEADER true"}
    for form in formats:
        table = for_excel(connection) if form == "xlsx" else "report"
        connection.execute(f"COPY {table} TO '{output}.{form}' ({options[form]})")


def for_excel(connection):
    """The table without the types that its writer of workbooks does not know."""
    columns = connection.execute("DESCRIBE report").fetchall()
    casts = {"UUID": "VARCHAR", "TIMESTAMP WITH TIME ZONE": "VARCHAR"}
    return "(SELECT " + ", ".join(
        f"{name}::{casts[kind]} AS {name}" if kind in casts else name
        for name, kind, *_ in columns) + " FROM report)"


def polars(sql, output, formats, rust=False):
    import polars as engine

    uri = f"postgresql://{os.environ['PGUSER']}@/{os.environ['PGDATABASE']}?host=" \
        + os.environ["PGHOST"]
    frame = engine.read_database_uri(sql, uri, engine="adbc")
    # UUIDs come as bytes, numerics as a type that its writers of files do not know.
    numerics = [name for name, kind in frame.schema.items() if "Extension" in repr(kind)]
    frame = frame.with_columns(
        engine.col(engine.Binary).bin.encode("hex"), engine.col(numerics).ext.storage())
    if "csv" in formats:
        frame.write_csv(f"{output}.csv")
    if "json" in formats:
        frame.write_json(f"{output}.json")
    # A cell knows no time zone.
    frame = frame.with_columns(engine.selectors.datetime().dt.replace_time_zone(None))
    if "xlsx" in formats and rust:
        from rustpy_xlsxwriter import FastExcel

        FastExcel(f"{output}.xlsx").sheet("report", frame.iter_rows(named=True)).save()
    elif "xlsx" in formats:
        frame.write_excel(f"{output}.xlsx")


def pandas(sql, output, formats):
    import pandas as engine
    import sqlalchemy

    database = sqlalchemy.create_engine("postgresql+psycopg://", connect_args={
        "host": os.environ["PGHOST"], "user": os.environ["PGUSER"],
        "dbname": os.environ["PGDATABASE"]})
    frame = engine.read_sql(sqlalchemy.text(sql.replace(":", "\\:")), database)
    if "csv" in formats:
        frame.to_csv(f"{output}.csv", index=False)
    if "json" in formats:
        frame.to_json(f"{output}.json", orient="records", date_format="iso",
                      default_handler=str)
    if "xlsx" in formats:
        for name in frame.select_dtypes("datetimetz"):
            frame[name] = frame[name].dt.tz_localize(None)
        frame.to_excel(f"{output}.xlsx", index=False, engine="xlsxwriter")


def main():
    tool, file, output, formats = sys.argv[1:]
    sql = Path(file).read_text()
    formats = formats.split(",")
    if tool == "duckdb":
        duckdb(sql, output, formats)
    elif tool == "pandas":
        pandas(sql, output, formats)
    else:
        polars(sql, output, formats, rust=tool == "polars-rust")


if __name__ == "__main__":
    main()
