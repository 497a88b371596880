#!/usr/bin/env python3
"""Do the files of one run say the same? Workbook against CSV cell by cell, JSON against CSV,
the totals above each table against its columns, and datapackage.json against the bytes on disk.

    compare_formats.py out/inventory-valuation/2026-11-21 ...

Without openpyxl the workbooks are left out, and it says so. Exit code 1: a difference.
"""

import csv
import hashlib
import io
import json
import re
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

try:
    import openpyxl
    from openpyxl.utils.escape import unescape
except ImportError:
    openpyxl = None

from recompute import Comparison, Digits, guarded, json_cell, json_differences, read_csv
from tables import add_edition, kinds

MILLISECOND = timedelta(milliseconds=1)
CONTINUED = re.compile(r" \(\d+\)$")


def same_number(text, cell):
    """A workbook's double against exact text: half a unit of the 15th digit apart at most."""
    exact = Decimal(text)
    return abs(Decimal(cell) - exact) * 2 <= Decimal(1).scaleb(exact.adjusted() - 14)


def is_number(cell):
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_cut(text, cell):
    """Whether a cell has as much as it can hold of a text of more than 32,767 UTF-16 units."""
    def units(words):
        return len(words.encode("utf-16-le")) // 2
    mark = " … (cut)"
    shown = unescape(cell).removesuffix(mark)
    return (units(text) > 32_767 and cell.endswith(mark) and text.startswith(shown)
            and 32_765 <= units(shown + mark) <= 32_767)


def same_cell(text, kind, cell):
    """A CSV cell (without guard) and a workbook cell of the column's kind."""
    if text == "":
        return cell in (None, "")
    if kind in ("text", "free"):
        return isinstance(cell, str) and (text in (cell, unescape(cell)) or is_cut(text, cell))
    if kind == "bool":
        return isinstance(cell, bool) and cell == (text == "true")
    if kind == "date":
        if text < "1900-03-01":  # before Excel's calendar, so as text
            return cell == text
        return (isinstance(cell, datetime) and cell == datetime.fromisoformat(text)
                or type(cell) is date and cell == date.fromisoformat(text))
    if kind == "time":  # local time of the report's zone, to the millisecond
        if text < "1900-03-01":  # before Excel's calendar, so as text
            return cell == text
        local = datetime.fromisoformat(text).replace(tzinfo=None)
        return isinstance(cell, datetime) and abs(cell - local) <= MILLISECOND
    return is_number(cell) and same_number(text, cell)


def sheet_rows(sheet, width):
    """Rows above the header, its number from 1, and the rows below it: the header is always row 4."""
    above, below, header = [], [], None
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = list(row[:width]) + [None] * (width - len(row))
        if any(cell not in (None, "") for cell in row[width:]):
            cells.append("a cell beyond the columns")
        if header is not None:
            below.append(cells)
        elif number == 4 and all(isinstance(cell, str) and cell for cell in cells):
            header = number
        else:
            above.append(cells)
    return above, header, below


def sums_of(columns, rows, name):
    """The sums that a total may show for a column: of everything, and of each unit."""
    place = list(columns).index(name)
    units = [row[list(columns).index("unit")] for row in rows] if "unit" in columns else []
    lines = [Decimal(row[place] or 0) for row in rows if row[1] != "(all stores)"]
    sums = {"": sum(lines, Decimal(0))}
    for unit, line in zip(units, lines):
        sums["unit " + unit] = sums.get("unit " + unit, Decimal(0)) + line
    return sums


def table_differences(table, columns, rows, sheets, formulas, names):
    """One table's sheets (the first and its continuations) against the CSV's rows, and what stands above."""
    width = len(columns)
    read = [sheet_rows(sheet, width) for sheet in sheets]
    values = [row for _, _, below in read for row in below]
    for number, (row, cells) in enumerate(zip(rows, values), 1):
        if len(cells) > width:
            yield f"data row {number}: a cell beyond the columns"
        for (name, kind), text, cell in zip(columns.items(), row, cells):
            if not same_cell(text, kind, cell):
                yield f"data row {number}, {name}: CSV {text!r}, workbook {cell!r}"
    if len(values) != max(len(rows), 1) or not rows and values[0].count("No rows") != 1:
        yield f"{len(rows)} rows in the CSV, {len(values)} in the workbook"
    known_sums = {}
    for number, (sheet, (above, header, below)) in enumerate(zip(sheets, read)):
        formulas_above = sheet_rows(formulas[number], width)[0]
        if above and any(cell not in (None, "") for cell in above[-1]):
            yield f"{sheet.title}: no blank row between the totals and the header"
        yield from totals_differences(columns, rows, above, formulas_above, known_sums)
        name = f"table_{table}" + (f"_{number + 1}" if number else "")
        title = sheet.title.replace("'", "''")
        last = openpyxl.utils.get_column_letter(width)
        expected = f"'{title}'!$A${header}:${last}${header + len(below)}" if rows else None
        if names.get(name) != expected:
            yield f"the name {name} is {names.get(name)}, not {expected}"


def totals_differences(columns, rows, above, formulas, known_sums):
    """The total of all rows and, below it, of those that a filter shows."""
    functions = ("=SUM(", "=SUBTOTAL(109,")
    for function, cells, formula_cells in zip(functions, above, formulas):
        for (name, kind), cell, formula in zip(columns.items(), cells, formula_cells):
            is_formula = isinstance(formula, str) and formula.startswith("=")
            if is_formula and cell is None:
                yield f"totals, {name}: {formula} has no cached value"
            if not is_number(cell):
                continue
            if kind not in ("int", "1", "2", "3", "6"):
                yield f"totals, {name}: a number in a column of kind {kind}: {cell!r}"
                continue
            if rows and not (is_formula and formula.startswith(function)):
                yield f"totals, {name}: {formula!r} is not {function}...)"
            if name not in known_sums:
                known_sums[name] = sums_of(columns, rows, name)
            if not any(same_number(amount, cell) for amount in known_sums[name].values()):
                yield f"totals, {name}: {cell!r} is none of the sums {known_sums[name]}"
    shown = [[is_number(cell) for cell in cells] for cells in above[:2]]
    if shown and shown[0] != shown[1]:
        yield "totals: those of the filtered rows stand below other columns than those of all"


def workbook_differences(path, report, tables, csv_rows):
    values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True)
    names = values.sheetnames
    if names[:1] != ["Summary"] or names[-2:] != ["Checks", "About"]:
        yield "sheets", [f"Summary, a sheet per table, Checks, About expected, found {names}"]
        return
    groups = []
    for name in names[1:-2]:
        if CONTINUED.search(name) and groups:
            groups[-1].append(name)
        else:
            groups.append([name])
    if len(groups) != len(tables):
        yield "sheets", [f"{len(tables)} tables, but sheets {groups}"]
        return
    for table, group in zip(tables, groups):
        yield f"{table} as sheet {group[0]!r}", table_differences(
            table, kinds(report, table), csv_rows[table], [values[name] for name in group],
            [formulas[name] for name in group],
            {name: found.attr_text for name, found in values.defined_names.items()})


def package_differences(folder):
    package = json.loads((folder / "datapackage.json").read_bytes())
    listed = set()
    for resource in package["resources"]:
        path = folder / resource["path"]
        listed.add(resource["path"])
        if not path.is_file():
            yield f"{resource['path']}: no such file"
            continue
        data = path.read_bytes()
        if len(data) != resource["bytes"]:
            yield f"{resource['path']}: {len(data)} bytes, listed {resource['bytes']}"
        if "sha256:" + hashlib.sha256(data).hexdigest() != resource["hash"]:
            yield f"{resource['path']}: another SHA-256 than listed"
    for path in folder.iterdir():
        if path.name != "datapackage.json" and path.name not in listed:
            yield f"{path.name}: not listed"


def compare_run(folder, comparison):
    document_path, = [p for p in folder.glob("*.json") if p.name != "datapackage.json"]
    document = json.loads(document_path.read_bytes(), parse_float=Digits, parse_int=Digits)
    report, tables = document["report"], list(document["tables"])

    if "." in report:
        paths = {table: next(folder.glob(f"*.{table}.csv")) for table in tables}
        add_edition(report, {table: path.read_text("utf-8").partition("\n")[0].strip().split(",")
                             for table, path in paths.items()})

    csv_rows = {}
    for table in tables:
        columns = kinds(report, table)
        path, = folder.glob(f"*.{table}.csv")
        text = path.read_bytes().decode("utf-8")
        texts = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        guard = not any(guarded(cell) != cell and cell[0] in "=+@\t\r\n" for cell in texts)
        rows, wrong = read_csv(path, columns, guard)
        csv_rows[table] = rows
        free = {name: "text" if kind == "free" else kind for name, kind in columns.items()}
        found = json_differences(report, table, document, rows)
        if not found:  # wording too is the same in both
            found = [f"{name}: CSV {cell!r}, JSON {line[name]!r}"
                     for row, line in zip(rows, document["tables"][table])
                     for name, cell in zip(free, row) if cell != (json_cell(line[name]) or "")]
        comparison.verdict(f"{table}: JSON and CSV", len(rows), wrong + found)
        for excel in folder.glob(f"*.{table}.excel.csv"):
            is_same = excel.read_bytes() == b"\xef\xbb\xbf" + text.encode()
            comparison.verdict(excel.name, len(rows), [] if is_same else ["not BOM and the CSV"])

    for path in folder.glob("*.xlsx") if openpyxl else []:
        for what, found in workbook_differences(path, report, tables, csv_rows):
            comparison.verdict(what, len(csv_rows.get(what.split(" ")[0], [])), found)
    comparison.verdict("datapackage.json", len(list(folder.iterdir())), package_differences(folder))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not openpyxl:
        print("workbooks are left out: openpyxl is not installed")
    comparison = Comparison()
    for name in sys.argv[1:]:
        print("#", name, flush=True)
        compare_run(Path(name), comparison)
    return 1 if comparison.bad else 0


if __name__ == "__main__":
    sys.exit(main())
