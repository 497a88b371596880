"""Runs commands and says what they cost."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """Seconds of wall, of the client's processor and of the server's, and the client's most MB; `own`
    without the pages of files, which the system takes back when it needs them."""

    wall: float
    processor: float
    server: float
    memory: float
    own: float = 0


class OwnMemory:
    """Looks now and then how many MB of a process are no pages of files."""

    def __init__(self, process):
        self.most = 0
        self.status = Path(f"/proc/{process}/status")
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.ended.wait(0.02):
            try:
                for line in self.status.read_text().splitlines():
                    if line.startswith("RssAnon:"):
                        self.most = max(self.most, int(line.split()[1]) / 1024)
            except OSError:
                return

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.most


def measure(arguments, env, cwd, cluster):
    """Runs one command; ends with its words if it fails."""
    served = cluster.processor()
    with tempfile.TemporaryFile() as words:
        begun = time.monotonic()
        process = subprocess.Popen(
            [str(argument) for argument in arguments], env=os.environ | env, cwd=cwd,
            stdout=words, stderr=words)
        own = OwnMemory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        most = own.end()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            words.seek(0)
            raise SystemExit(
                f"bench: {arguments[0]} ended with {process.returncode}: "
                + words.read().decode(errors="replace")[-2000:])
    return Cost(
        wall, usage.ru_utime + usage.ru_stime, cluster.processor() - served,
        usage.ru_maxrss / 1024, most)


def interleaved(cases, rounds):
    """Runs every case once a round, and gives the median of each; `cases` are functions by name."""
    costs = {name: [] for name in cases}
    for number in range(rounds):
        for name, case in cases.items():
            if sys.stderr.isatty():
                print(f"\r\033[Kround {number + 1} of {rounds}: {name}", end="", file=sys.stderr)
            costs[name].append(case())
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return {
        name: Cost(
            statistics.median(cost.wall for cost in of_case),
            statistics.median(cost.processor for cost in of_case),
            statistics.median(cost.server for cost in of_case),
            max(cost.memory for cost in of_case))
        for name, of_case in costs.items()}


def table(headings, rows):
    """Prints rows of text, the first column to the left and the others to the right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in [headings, *rows]) for place in range(len(headings))]
    for row in [headings, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    print(flush=True)
