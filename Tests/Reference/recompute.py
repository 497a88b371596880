#!/usr/bin/env python3
"""Recompute every number of a report from the exported tables, and compare a published run with it.

    recompute.py inventory-valuation DATA --now 2026-11-22T02:00:00Z --time-zone Asia/Bangkok \\
        --date 2026-11-21 --published out/inventory-valuation/2026-11-21

DATA holds products_inventory.csv, stock_levels.csv and stock_movements.csv (COPY ... CSV HEADER, UTC).
Without --published the tables are written to --out, or only counted. Exit code 1: a difference.
`recompute.py --batch FILE` does what each argument list of a JSON file says, reading DATA once.
"""

import argparse
import csv
import io
import json
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from reports import Options, recompute
from stock import Zone, instant, observe, read_stock, rounded
from tables import TABLES, kinds

SHOWN = 20  # differences of a table
ALL = {"(all stores)", "(all categories)"}  # rows of sums, which no total adds up once more


# Cells as they are written

def written(cell, kind, zone):
    """A cell's text: what CSV and JSON show; None for NULL and NaN."""
    if cell is None or cell == "":
        return None
    if kind == "bool":
        return "true" if cell else "false"
    if kind == "time":
        return zone.written(cell)
    if kind == "date":
        return cell.isoformat()
    if kind in ("text", "free"):
        return cell
    if isinstance(cell, Decimal) and cell.is_nan():
        return None
    if kind == "int":
        return str(cell)
    if kind == "number":
        return f"{cell:f}"
    return f"{rounded(cell, int(kind)):f}"


def written_rows(report, table, rows, zone):
    columns = kinds(report, table)
    return [[written(row[name], kind, zone) for name, kind in columns.items()] for row in rows]


def guarded(text):
    """Against formula injection, as text and code cells of a CSV are written."""
    return "'" + text if text and text[0] in "=+-@\t\r\n" else text


def same(expected, found, kind):
    if kind == "free":  # a sentence of the program's own never needs the guard against formulas
        return bool(found) and guarded(found) == found
    if kind == "number" and expected and found:
        return Decimal(expected) == Decimal(found)
    return (expected or "") == (found or "")


# Comparing

def differences(report, table, expected, found):
    """Sentences, empty when the two lists of rows say the same in the same order."""
    columns = kinds(report, table)
    names = list(columns)
    if len(expected) == len(found) and all(
            same(a, b, kind) for left, right in zip(expected, found)
            for a, b, kind in zip(left, right, columns.values())):
        return

    places = [names.index(name) for name in TABLES[report][table]["key"].split()]

    def keyed(rows):
        seen, result = Counter(), {}
        for row in rows:
            key = tuple(row[place] or "" for place in places)
            seen[key] += 1
            result[key + (seen[key],)] = row
        return result

    left, right = keyed(expected), keyed(found)

    def name(key):
        text = " ".join(part or "-" for part in key[:-1])
        return text if key[-1] == 1 else f"{text} (row {key[-1]} of this key)"

    for key in left.keys() - right.keys():
        yield f"missing row {name(key)}: {left[key]}"
    for key in right.keys() - left.keys():
        yield f"extra row {name(key)}: {right[key]}"
    for key, row in left.items():
        for column, a, b in zip(names, row, right.get(key, row)):
            if key in right and not same(a, b, columns[column]):
                yield f"row {name(key)}, {column}: expected {a!r}, found {b!r}"
    common = [key for key in left if key in right]
    for a, b in zip(common, [key for key in right if key in left]):
        if a != b:
            yield f"order: expected {name(a)}, found {name(b)}"
            return


class Comparison:
    """Prints a verdict per table and remembers whether all were good."""

    def __init__(self):
        self.bad = False

    def verdict(self, what, rows, found):
        found = list(found)
        self.bad = self.bad or bool(found)
        print(f"{'DIFFERS' if found else 'ok'}  {what}  rows {rows}")
        for sentence in found[:SHOWN]:
            print(f"    {sentence}")
        if len(found) > SHOWN:
            print(f"    and {len(found) - SHOWN} more")


def read_csv(path, columns, guard):
    """Rows of a published CSV without the formula guard, and what is wrong with its form."""
    data = path.read_bytes()
    text = data.decode("utf-8")
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [[]]
    wrong = []
    if header != list(columns):
        wrong.append(f"header: expected {list(columns)}, found {header}")
    plain = io.StringIO(newline="")
    csv.writer(plain, lineterminator="\r\n").writerows([header] + rows)
    if plain.getvalue() != text:
        wrong.append("not RFC 4180 with CRLF, quoted only where needed, without a byte order mark")
    texts = [kind in ("text", "free") for kind in columns.values()]
    for row in rows:
        if len(row) != len(texts):
            wrong.append(f"{len(row)} cells instead of {len(texts)}: {row}")
            row += [""] * (len(texts) - len(row))
        for place, is_text in enumerate(texts):
            if is_text and guard and row[place] != guarded(row[place]):
                wrong.append(f"cell without its guard: {row[place]!r}")
            elif is_text and guard and row[place][:1] == "'" and guarded(row[place][1:]) == row[place]:
                row[place] = row[place][1:]
    return rows, wrong


class Digits(str):
    """A JSON number, digit for digit."""


def json_cell(cell):
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


def json_differences(report, table, document, expected):
    """The document's rows against the expected ones, types included."""
    columns = kinds(report, table)
    rows = document["tables"].get(table)
    if rows is None:
        return ["no such table"]
    wrong = []
    for row in rows:
        if list(row) != list(columns):
            wrong.append(f"keys: expected {list(columns)}, found {list(row)}")
            return wrong
        for name, kind in columns.items():
            cell = row[name]
            right_type = (bool if kind == "bool" else str if kind in ("text", "free", "date", "time")
                          else Digits)
            if cell is not None and type(cell) is not right_type:
                wrong.append(f"{name}: {cell!r} is not of the column's type")
    found = [[json_cell(row[name]) for name in columns] for row in rows]
    return wrong + list(differences(report, table, expected, found))


def total_differences(report, table, document, expected):
    """Each total of the document against the sum of the expected column, per unit for a quantity."""
    columns = list(kinds(report, table))
    lines = [row for row in expected if not ALL.intersection(row)]
    for name, found in document.get("totals", {}).get(table, {}).items():
        place = columns.index(name)
        sums = {}
        for row in lines:
            unit = (row[columns.index("unit")] or "") if isinstance(found, dict) else ""
            sums[unit] = sums.get(unit, Decimal(0)) + Decimal(row[place] or 0)
        given = found if isinstance(found, dict) else {"": found}
        if not sums and not isinstance(found, dict):
            sums = {"": Decimal(0)}
        if {unit: Decimal(digits) for unit, digits in given.items()} != sums:
            yield f"total of {name}: expected {sums}, found {found}"
        elif list(given) != sorted(given, key=str.encode):
            yield f"total of {name}: units out of order: {list(given)}"


def period_of(report, options):
    zone = options.zone
    return dict(**{"from": options.first.isoformat(), "to": options.last.isoformat()},
                time_zone=zone.name, start=zone.written(options.start),
                end=zone.written(options.end), provisional=options.provisional)


def compare(report, tables, options, folder, guard):
    """Every table's CSV, the JSON document's rows, totals and period. True when all is the same."""
    comparison = Comparison()
    expected = {table: written_rows(report, table, rows, options.zone)
                for table, rows in tables.items()}
    for table, rows in expected.items():
        paths = [path for path in folder.glob(f"*.{table}.csv")]
        if len(paths) != 1:
            comparison.verdict(f"{table}.csv", len(rows), [f"{len(paths)} such files"])
            continue
        found, wrong = read_csv(paths[0], kinds(report, table), guard)
        comparison.verdict(f"{table}.csv", len(rows),
                           wrong + list(differences(report, table, rows, found)))

    documents = [path for path in folder.glob("*.json") if path.name != "datapackage.json"]
    if len(documents) != 1:
        comparison.verdict("json", 0, [f"{len(documents)} JSON documents"])
        return not comparison.bad
    document = json.loads(documents[0].read_bytes(), parse_float=Digits, parse_int=Digits)
    wrong = []
    if list(document) != ["report", "title", "period", "parameters", "tables", "totals"]:
        wrong.append(f"keys of the document: {list(document)}")
    if document.get("report") != report:
        wrong.append(f"report: {document.get('report')}")
    for name, cell in period_of(report, options).items():
        if document.get("period", {}).get(name) != cell:
            wrong.append(f"period.{name}: expected {cell}, found {document['period'].get(name)}")
    if list(document["tables"]) != list(tables):
        wrong.append(f"tables: expected {list(tables)}, found {list(document['tables'])}")
    comparison.verdict("json document", len(document["tables"]), wrong)
    for table, rows in expected.items():
        comparison.verdict(f"json {table}", len(rows),
                           json_differences(report, table, document, rows)
                           + list(total_differences(report, table, document, rows)))
    return not comparison.bad


# Command line

def write_tables(report, tables, options, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        columns = kinds(report, table)
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            output = csv.writer(file, lineterminator="\r\n")
            output.writerow(columns)
            for row in written_rows(report, table, rows, options.zone):
                output.writerow(guarded(cell) if kind in ("text", "free") else cell
                                for cell, kind in zip(row, columns.values()))


def document(path):
    """A JSON file with exact numbers; empty without one."""
    if not path:
        return {}
    return json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


def options_of(arguments):
    zone, now = Zone(arguments.time_zone), instant(arguments.now)
    today = zone.date(now)
    last = arguments.to or arguments.date or today - timedelta(days=1)
    if arguments.report == "low-stock":
        last = today
    policy = document(arguments.policy)
    return Options(zone, now, arguments.from_ or last, last, compare_with=arguments.compare_with,
                   window=arguments.window, stores=arguments.stores, suppliers=arguments.suppliers,
                   policy=policy, idle_days=arguments.idle_days,
                   finance=document(arguments.finance_policy),
                   published=document(arguments.valuations))


def ids(text):
    return [part.strip().lower() for part in text.split(",") if part.strip()]


read_once = lru_cache(maxsize=1)(read_stock)


def run(words):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", choices=list(TABLES))
    parser.add_argument("data", type=Path, help="folder of the three exported tables")
    parser.add_argument("--now", required=True, help="the snapshot's clock, ISO with a zone")
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--date", type=date.fromisoformat)
    parser.add_argument("--from", dest="from_", type=date.fromisoformat)
    parser.add_argument("--to", type=date.fromisoformat)
    parser.add_argument("--compare-with", type=date.fromisoformat)
    parser.add_argument("--window", type=int, default=90)
    parser.add_argument("--idle-days", type=int, default=90)
    parser.add_argument("--stores", type=ids, default=[])
    parser.add_argument("--suppliers", type=ids, default=[])
    parser.add_argument("--policy", help="the reorder policy as JSON")
    parser.add_argument("--finance-policy", help="the finance policy as JSON")
    parser.add_argument("--valuations", help="published valuations as JSON, see roll_forward.py")
    parser.add_argument("--prices", type=Path, help="the price history as JSON")
    parser.add_argument("--published", type=Path, help="folder of one run to compare with")
    parser.add_argument("--no-guard", action="store_true", help="csv.formula_guard is false")
    parser.add_argument("--out", type=Path, help="folder to write the recomputed tables to")
    arguments = parser.parse_args(words)

    options = options_of(arguments)
    stock = read_once(arguments.data)
    for product in stock.products.values():
        product.history = []
    if arguments.prices:
        observe(stock.products, json.loads(arguments.prices.read_text(encoding="utf-8")), options.now)
    tables = recompute(arguments.report, stock, options)
    if arguments.out:
        write_tables(arguments.report, tables, options, arguments.out)
    if arguments.published:
        return 0 if compare(arguments.report, tables, options, arguments.published,
                            not arguments.no_guard) else 1
    for table, rows in tables.items():
        print(f"{table}  rows {len(rows)}")
    return 0


def main():
    if sys.argv[1:2] != ["--batch"]:
        return run(sys.argv[1:])
    status = 0
    for words in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
        print("#", *words, flush=True)
        status = max(status, run(words))
    return status


if __name__ == "__main__":
    sys.exit(main())
