#!/usr/bin/env python3
"""Measures the program against plain SQL, against other tools, and as data grows. See README.md."""

import csv
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import writing
from cluster import HERE, ROOT, TODAY, Cluster, cache_folder
from measure import interleaved, measure, table

PROGRAM = Path(os.environ.get("BENCH_PROGRAM", ROOT / ".build/release/inventory-reports"))
LAST_DATE = TODAY - timedelta(days=1)
FIRST_DATE = TODAY - timedelta(days=30)
PERIOD_START = f"{FIRST_DATE}T00:00:00+07:00"
PERIOD_END = f"{TODAY}T00:00:00+07:00"
FORMATS = {"CSV": "csv", "CSV + JSON": "csv,json", "CSV + JSON + XLSX": "csv,json,xlsx"}
REPORTS = {
    "valuation": ["inventory-valuation", "--date", str(LAST_DATE)],
    "movements": ["movement-summary", "--from", str(FIRST_DATE), "--to", str(LAST_DATE)],
}
# What is computed from one reading; slow-movers is a query of its own.
NIGHTLY = ["inventory-valuation", "movement-summary", "reorder-suggestions", "low-stock"]


def setting(name, default):
    return int(os.environ.get("BENCH_" + name, default))


def has_cache():
    """Whether the program keeps a summary of the ledger between runs."""
    usage = subprocess.run(
        [PROGRAM, "run", "--help"], capture_output=True, text=True, check=True).stdout
    return "--no-cache" in usage


def sizes():
    return (setting("STORES", 20), setting("PRODUCTS", 10_000), setting("MOVEMENTS", 5_000_000),
            setting("DAYS", 730))


def sql(name, whole):
    """The SQL of one table, on one line; `whole` with the columns that need the whole ledger."""
    text = (HERE / f"sql/{name}.sql").read_text()
    if not whole:
        text = re.sub(r"-- \[whole ledger$.*?-- \]$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.strip().startswith("--")]
    text = " ".join(" ".join(lines).split())
    return text.replace(":'period_start'", f"'{PERIOD_START}'").replace(
        ":'period_end'", f"'{PERIOD_END}'")


class Workplace:
    """A folder for what the measured commands write, and the commands themselves."""

    def __init__(self, cluster, database):
        self.cluster = cluster
        self.folder = cache_folder() / "out"
        self.env = cluster.environment(database) | {
            "REPORT_DEFINITIONS": str(ROOT / "reports"),
            "REPORT_STATE": str(self.folder / "state")}
        self.whole = ["--no-cache"] if has_cache() else []

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def program(self, arguments, *options):
        """One run into an empty folder of reports."""
        shutil.rmtree(self.folder / "reports", ignore_errors=True)
        return measure(
            [PROGRAM, "run", *arguments, "--quiet", "--output", self.folder / "reports", *options],
            self.env, self.folder, self.cluster)

    def psql(self, name, whole):
        """The table's SQL through \\copy into a CSV file."""
        copy = f"\\copy ({sql(name, whole)}) TO '{self.folder}/{name}.csv' CSV HEADER"
        return measure(
            [self.cluster.binaries / "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-c", copy],
            self.env, self.folder, self.cluster)

    def check(self):
        """Compares rows and money of the last run with those of the SQL: the same tables?"""
        for report, column in (("valuation", "cost_value"), ("movements", "sales_at_price")):
            self.program(REPORTS[report], "--format", "csv", *self.whole)
            self.psql(report, True)
            made = next((self.folder / "reports").glob("*/2*/*.detail.csv"))
            ours, theirs = (totals(path, column) for path in (made, self.folder / f"{report}.csv"))
            if ours != theirs:
                raise SystemExit(f"bench: {report} is {ours}, the SQL says {theirs}")
            print(f"{report}: {ours[0]:,} rows, {column} {ours[1]:,}, as the SQL has it")
        print()


def totals(path, column):
    # Row by row: what this process holds at most would count as its children's, too.
    rows, total = 0, Decimal(0)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows, total = rows + 1, total + Decimal(row[column])
    return rows, total


def count_lines(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def speed():
    """Each report in each format, against psql's \\copy of the same table."""
    with Cluster() as cluster:
        place = Workplace(cluster, cluster.database(*sizes()))
        place.clear()
        place.check()
        cases, rows = {}, {}
        for report, arguments in REPORTS.items():
            cases[report, "psql \\copy to CSV"] = lambda r=report: place.psql(r, True)
            cases[report, "the same, cheaper columns"] = lambda r=report: place.psql(r, False)
            for words, formats in FORMATS.items():
                cases[report, words] = lambda a=arguments, f=formats: place.program(
                    a, "--format", f, *place.whole)
            rows[report] = count_lines(place.folder / f"{report}.csv") - 1
        costs = interleaved(cases, setting("ROUNDS", 3))
        show(costs, rows, "the same, cheaper columns")


def show(costs, rows, cheaper):
    lines = []
    for report in rows:
        floor = costs[report, "psql \\copy to CSV"]
        cheap = costs[report, cheaper]
        for (of_report, words), cost in costs.items():
            if of_report == report:
                lines.append([
                    f"{report}: {words}", f"{cost.wall:.2f}", f"{cost.wall / floor.wall:.2f}",
                    f"{cost.wall / cheap.wall:.2f}", f"{cost.processor:.2f}", f"{cost.server:.2f}",
                    f"{cost.memory:.0f}", f"{rows[report] / cost.wall:,.0f}"])
    names = list(dict.fromkeys(words for _, words in costs))
    both = {words: sum(costs[report, words].wall for report in rows) for words in names}
    for words in names:
        lines.append([
            f"both: {words}", f"{both[words]:.2f}", f"{both[words] / both[names[0]]:.2f}",
            f"{both[words] / both[cheaper]:.2f}",
            f"{sum(costs[report, words].processor for report in rows):.2f}",
            f"{sum(costs[report, words].server for report in rows):.2f}",
            f"{max(costs[report, words].memory for report in rows):.0f}",
            f"{sum(rows.values()) / both[words]:,.0f}"])
    table(["", "wall s", "x floor", "x cheaper", "client CPU s", "server CPU s", "peak MB", "rows/s"], lines)


def peers_python():
    """A Python that has the peers, in a folder of its own."""
    venv = cache_folder() / "venv"
    packages = (HERE / "peers.txt").read_text().split()
    if not (venv / "ready").exists():
        print("installing the peers into", venv, flush=True)
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", *packages], check=True)
        (venv / "ready").touch()
    return venv / "bin/python"


def write_rows():
    """Writing alone: instructions for a row in each format, and XLSX against rust_xlsxwriter."""
    writing.instructions()
    writing.against_rust(peers_python(), setting("ROUNDS", 5))


def peers():
    """What people write instead over the same SQL, against the same floor."""
    python = peers_python()
    with Cluster() as cluster:
        place = Workplace(cluster, cluster.database(*sizes()))
        place.clear()
        tables = {}
        for name in REPORTS:
            path = place.folder / f"{name}.sql"
            path.write_text(sql(name, True))
            tables[name] = path
        cases = {}
        for name in REPORTS:
            cases[name, "psql \\copy to CSV"] = lambda n=name: place.psql(n, True)
            cases[name, "the same, cheaper columns"] = lambda n=name: place.psql(n, False)
            for formats in ("csv", "csv,json,xlsx"):
                words = next(w for w, f in FORMATS.items() if f == formats)
                cases[name, f"inventory-reports, {words}"] = lambda n=name, f=formats: (
                    place.program(REPORTS[n], "--format", f, *place.whole))
                for tool in ("duckdb", "polars-rust", "polars", "pandas"):
                    if formats == "csv" and tool == "polars-rust":
                        continue
                    cases[name, f"{tool}, {words}"] = lambda n=name, f=formats, t=tool: measure(
                        [python, HERE / "peers.py", t, tables[n],
                         place.folder / n, f], place.env, place.folder, cluster)
        costs = interleaved(cases, setting("PEER_ROUNDS", 1))
        rows = {name: count_lines(place.folder / f"{name}.csv") - 1 for name in REPORTS}
        show(costs, rows, "the same, cheaper columns")


def growth():
    """The nightly run over 1, 4 and 16 times the history, each day the same."""
    stores, products, days = 20, setting("GROWTH_PRODUCTS", 2_000), setting("GROWTH_DAYS", 110)
    per_day = setting("GROWTH_PER_DAY", 4_000)
    # The history reaches up to now, so that the last days are read as any night reads them.
    today = (datetime.now(timezone(timedelta(hours=7))) - timedelta(hours=10)).date()
    with Cluster() as cluster:
        movements, cases = {}, {}
        for times in (1, 4, 16):
            movements[times] = per_day * days * times + stores * products
            place = Workplace(
                cluster,
                cluster.database(stores, products, movements[times], days * times, today))
            place.folder = cache_folder() / f"out-{times}"
            place.env["REPORT_STATE"] = str(place.folder / "state")
            place.clear()
            cases[times, "whole ledger"] = lambda p=place: p.program(NIGHTLY, *p.whole)
            if place.whole:
                # The night before leaves what this one begins with.
                place.program(NIGHTLY)
                cases[times, "as every night"] = lambda p=place: p.program(NIGHTLY)
        costs = interleaved(cases, setting("ROUNDS", 3))
    for folder in cache_folder().glob("out-*"):
        shutil.rmtree(folder)
    table(
        ["history", "movements", "reading", "wall s", "x 1", "client CPU s", "server CPU s",
         "peak MB"],
        [[f"{times} x {days} days", f"{movements[times]:,}", way, f"{cost.wall:.2f}",
          f"{cost.wall / costs[1, way].wall:.2f}", f"{cost.processor:.2f}", f"{cost.server:.2f}",
          f"{cost.memory:.0f}"]
         for (times, way), cost in costs.items()])


def memory():
    """The most memory that the program holds, at 200,000 and at 2,000,000 pairs."""
    lines = []
    with Cluster() as cluster:
        for stores, products, movements in (
            (20, 10_000, 5_000_000),
            (20, 100_000, setting("MEMORY_MOVEMENTS", 10_000_000)),
        ):
            place = Workplace(cluster, cluster.database(stores, products, movements, 730))
            for words, arguments in (
                ("valuation", REPORTS["valuation"]), ("movement summary", REPORTS["movements"]),
                ("run --all", ["--all", "--date", str(LAST_DATE)]),
                ("run --all --memory 64MB",
                 ["--all", "--date", str(LAST_DATE), "--memory", "64MB"]),
            ):
                place.clear()
                cost = place.program(arguments, *place.whole)
                lines.append([f"{stores * products:,} pairs: {words}", f"{cost.memory:.0f}",
                              f"{cost.own:.0f}", f"{cost.wall:.1f}",
                              f"{cost.processor:.1f}", f"{cost.server:.1f}"])
        table(["", "peak MB", "not of files", "wall s", "client CPU s", "server CPU s"], lines)
        place.clear()


def main():
    ways = {"speed": speed, "peers": peers, "growth": growth, "memory": memory, "rows": write_rows}
    if len(sys.argv) != 2 or sys.argv[1] not in ways:
        raise SystemExit(f"usage: bench.py {'|'.join(ways)}")
    program = writing.WRITE_ROWS if sys.argv[1] == "rows" else PROGRAM
    if not program.exists():
        raise SystemExit(f"bench: {program} is not there; run: make bench-{sys.argv[1]}")
    ways[sys.argv[1]]()


if __name__ == "__main__":
    main()
