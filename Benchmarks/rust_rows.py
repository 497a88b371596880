"""The rows of a CSV file into a workbook by rust_xlsxwriter, through its package for Python.

usage: rust_rows.py records|arrow FILE.csv FILE.xlsx

The rows are in memory before the clock starts: as dictionaries, which is how its manual writes rows, or
as an Arrow table, which it reads without making an object of Python for any cell. It prints seconds of
wall and of processor.
"""

import sys
import time

import polars
from rustpy_xlsxwriter import FastExcel

NUMBERS = {"quantity", "cost_price", "cost_value", "retail_price", "retail_value", "margin",
           "days_of_cover"}


def main():
    way, source, target = sys.argv[1:]
    frame = polars.read_csv(source, infer_schema=False)
    frame = frame.with_columns(polars.col(*NUMBERS).cast(polars.Float64))
    data = frame.to_dicts() if way == "records" else frame
    wall, processor = time.perf_counter(), time.process_time()
    FastExcel(target).sheet("Detail", data).save()
    print(time.perf_counter() - wall, time.process_time() - processor)


if __name__ == "__main__":
    main()
