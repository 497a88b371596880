"""What writing rows costs by itself, without a database: against rust_xlsxwriter, and in instructions."""

import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from cluster import HERE
from measure import table

WRITE_ROWS = HERE / ".build/release/WriteRows"
ROWS = 200_000


def seconds(arguments):
    """Wall and processor, as the command itself has printed them."""
    done = subprocess.run(
        [str(argument) for argument in arguments], stdout=subprocess.PIPE, text=True, check=True)
    return tuple(float(word) for word in done.stdout.split())


def against_rust(python, rounds):
    """XLSX alone against rust_xlsxwriter, in turns, over the same rows in memory."""
    with tempfile.TemporaryDirectory(prefix="bench-rows-") as name:
        folder = Path(name)
        subprocess.run([WRITE_ROWS, folder, str(ROWS), "csv"], check=True, stdout=subprocess.DEVNULL)
        csv = next(folder.glob("*.csv"))
        cases = {
            "inventory-reports": [WRITE_ROWS, folder, ROWS, "xlsx"],
            "rust_xlsxwriter, from an Arrow table": [
                python, HERE / "rust_rows.py", "arrow", csv, folder / "rust.xlsx"],
            "rust_xlsxwriter, from dictionaries": [
                python, HERE / "rust_rows.py", "records", csv, folder / "rust.xlsx"],
        }
        found = {words: [] for words in cases}
        sizes = {}
        for _ in range(rounds):
            for words, arguments in cases.items():
                found[words].append(seconds(arguments))
                file = next(folder.glob("*.xlsx"))
                sizes[words] = file.stat().st_size
                file.unlink()
    lines, ours = [], None
    for words, costs in found.items():
        wall, processor = (statistics.median(cost[place] for cost in costs) for place in (0, 1))
        ours = ours or (wall, processor)
        lines.append([
            f"{ROWS:,} rows of 14 cells: {words}", f"{wall:.2f}", f"{wall / ours[0]:.2f}",
            f"{processor:.2f}", f"{processor / ours[1]:.2f}", f"{sizes[words] / 1e6:.1f}"])
    table(["", "wall s", "x ours", "CPU s", "x ours", "MB"], lines)


def instructions():
    """Instructions for a row in each format, counted by callgrind: the same however busy a machine is."""
    if not shutil.which("valgrind"):
        print("instructions are counted when valgrind is installed")
        return
    few, many = 2_000, 12_000
    lines = []
    with tempfile.TemporaryDirectory(prefix="bench-rows-") as name:
        folder = Path(name)
        # It cannot read the debugging information of this compiler.
        program = folder / "WriteRows"
        subprocess.run(["strip", "-o", program, WRITE_ROWS], check=True)
        counts = {}
        for form in ("", "csv", "json", "xlsx"):
            counts[form] = [counted(program, folder, rows, form) for rows in (few, many)]
        for form in ("csv", "json", "xlsx"):
            # What making the rows costs, and what does not grow with them, is taken off.
            less, more = (counts[form][place] - counts[""][place] for place in (0, 1))
            lines.append([form, f"{(more - less) / (many - few):,.0f}"])
    table(["", "instructions a row"], lines)


def counted(program, folder, rows, form):
    with tempfile.TemporaryDirectory(dir=folder) as output:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind", program,
             output, str(rows), *form.split()],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        raise SystemExit(f"bench: valgrind ended with {done.returncode}: {done.stderr[-2000:]}")
    return int(found[1])
