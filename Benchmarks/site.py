#!/usr/bin/env python3
"""Measures the web program under load: pages, a download against nginx, slow readers. See README.md."""

import hashlib
import html
import json
import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("BENCH_PROGRAM", ROOT / ".build/release/inventory-reports"))
SECONDS = int(os.environ.get("BENCH_SECONDS", 5))
DOWNLOAD = 50_000_000


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Site:
    """The program, serving a folder of reports, and somebody who has signed in."""

    def __init__(self, output, folder):
        (folder / "state").mkdir(exist_ok=True)
        environment = os.environ | {
            "REPORT_OUTPUT": str(output), "REPORT_STATE": str(folder / "state"),
            "REPORT_DEFINITIONS": str(ROOT / "reports"), "REPORT_TIME_ZONE": "Asia/Bangkok"}
        # The demo keeps no state, and a new one beside reports is an error.
        if not (folder / "state/state.sqlite").exists():
            subprocess.run(
                [PROGRAM, "state", "init", "--accept-loss"], env=environment, check=True,
                stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--quiet", "--listen", "127.0.0.1:0"], env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = re.search(r"at (\S+)", self.process.stdout.readline())[1]
        self.process.stdout.readline()
        token = self.process.stdout.readline().strip().split("token=")[1]
        request = urllib.request.Request(
            self.address + "/signin", urllib.parse.urlencode({"token": token}).encode(),
            {"Origin": self.address})
        try:
            urllib.request.build_opener(NoRedirect).open(request)
        except urllib.error.HTTPError as answer:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def get(self, path):
        request = urllib.request.Request(self.address + path, headers={"Cookie": self.cookie})
        return urllib.request.urlopen(request).read()

    def memory(self, line="VmRSS"):
        """Megabytes that it holds, or held at most (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(line + r":\s+(\d+)", status)[1]) // 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


def wrk(address, connections, cookie="", seconds=SECONDS):
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    said = subprocess.run(
        [*words, "-H", "Cookie: " + cookie, address], capture_output=True, text=True,
        check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address}: {said}")
    find = lambda form: re.search(form, said)[1]
    return find(r"Requests/sec:\s+(\S+)"), find(r"99%\s+(\S+)"), find(r"Transfer/sec:\s+(\S+)")


def pages(site):
    run = re.search(r"/reports/inventory-valuation/[0-9A-Za-z-]+", site.get("/").decode())[0]
    print("page, 16 connections".ljust(44), "requests/s".rjust(11), "99 %".rjust(9))
    for name, path in {
            "reports": "/", "a report": "/reports/inventory-valuation", "a run": run,
            "a table": run + "/detail", "alerts (state)": "/alerts",
            "reorder review (state)": "/review"}.items():
        rate, late, _ = wrk(site.address + path, 16, site.cookie)
        print(name.ljust(44), rate.rjust(11), late.rjust(9))


def enlarge(output):
    """Makes the latest valuation's JSON as large as the download is to be, its manifest too."""
    folder = (output / "inventory-valuation/latest").resolve()
    manifest = json.loads((folder / "datapackage.json").read_text())
    for entry in manifest["resources"]:
        if entry["path"].endswith(".json"):
            file = folder / entry["path"]
            text = file.read_bytes()
            content = (text * (DOWNLOAD // len(text) + 1))[:DOWNLOAD]
            file.write_bytes(content)
            entry |= {"bytes": DOWNLOAD, "hash": "sha256:" + hashlib.sha256(content).hexdigest()}
    (folder / "datapackage.json").write_text(json.dumps(manifest))
    return next(path for path in folder.glob("*.json") if path.name != "datapackage.json")


def downloads(site, file, folder):
    (folder / "nginx.conf").write_text(
        f"worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;\n"
        "user root; events { worker_connections 1024; }\n"
        "http { sendfile on; tcp_nopush on; access_log off;\n"
        f"  server {{ listen 127.0.0.1:18795; root {file.parent}; }} }}\n")
    nginx = subprocess.Popen(["nginx", "-c", folder / "nginx.conf"])
    time.sleep(1)
    ours = f"{site.address}/api/inventory/reports/inventory-valuation/latest/{file.name}"
    try:
        print("\n50 MB, transferred a second".ljust(45), "site".rjust(11), "nginx".rjust(11))
        for connections in [4, 4, 4, 200]:
            rates = [wrk(ours, connections, site.cookie)[2],
                     wrk(f"http://127.0.0.1:18795/{file.name}", connections)[2]]
            print(f"{connections} connections".ljust(44), *(rate.rjust(11) for rate in rates))
    finally:
        nginx.terminate()
        nginx.wait()
    print(f"the site held at most {site.memory('VmHWM')} MB")
    return ours.removeprefix(site.address)


def slow_readers(site, path, count=1_000):
    resource.setrlimit(resource.RLIMIT_NOFILE, (4_096, 4_096))
    host, port = site.address.removeprefix("http://").split(":")
    readers = []
    for _ in range(count):
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        reader.connect((host, int(port)))
        reader.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {site.cookie}\r\n\r\n".encode())
        reader.setblocking(False)
        readers.append(reader)
    isOver = threading.Event()

    def drip():
        while not isOver.wait(1):
            for reader in readers:
                try:
                    reader.recv(512)
                except BlockingIOError:
                    pass

    threading.Thread(target=drip, daemon=True).start()
    times = []
    for _ in range(500):
        begun = time.perf_counter()
        site.get("/")
        times.append((time.perf_counter() - begun) * 1_000)
        time.sleep(0.01)
    isOver.set()
    first, times = times[0], sorted(times)
    print(f"\nbeside {count} slow readers a page took {times[len(times) // 2]:.1f} ms, 99 % "
          f"{times[len(times) * 99 // 100]:.1f}, at most {times[-1]:.0f} (the first, while they all "
          f"begin, {first:.0f}); the site held {site.memory()} MB")


def busy(site, folder, seconds=20):
    """How long pages take while another process holds the state's write lock, beside when none does."""
    lines = html.unescape(re.search(r'/review/lines\?supplier=[^"]+', site.get("/review").decode())[0])
    line = json.loads(site.get("/api/inventory/reorder-suggestions?limit=1"))["items"][0]["id"]
    paths = ["/readyz", "/", "/alerts", "/review", lines, f"/review/line/{line}",
             "/review/trail", "/api/inventory/reorder-suggestions",
             "/reports/reorder-suggestions/latest"]

    def times():
        taken, end = {path: [] for path in paths}, time.monotonic() + seconds
        while time.monotonic() < end:
            for path in paths:
                begun = time.perf_counter()
                site.get(path)
                taken[path].append((time.perf_counter() - begun) * 1_000)
        return taken

    free = times()
    state = sqlite3.connect(next(folder.glob("state/**/state.sqlite")), isolation_level=None)
    state.execute("BEGIN IMMEDIATE")
    held = times()
    state.execute("ROLLBACK")
    state.close()
    print(f"\nms, while a writer holds the state {seconds} s".ljust(45),
          "free: half".rjust(11), "99 %".rjust(8), "most".rjust(8),
          "held: half".rjust(11), "99 %".rjust(8), "most".rjust(8))
    for path in paths:
        figures = [sorted(taken[path]) for taken in (free, held)]
        print(path[:43].ljust(44), *(
            f"{value:.1f}".rjust(width) for one in figures
            for value, width in ((one[len(one) // 2], 11), (one[len(one) * 99 // 100], 8), (one[-1], 8))))


def main():
    for program in ["wrk", "nginx"]:
        if not shutil.which(program):
            raise SystemExit(f"{program} is missing: apt-get install {program}")
    with tempfile.TemporaryDirectory(prefix="bench-site-") as name:
        folder = Path(name)
        output = folder / "reports"
        subprocess.run(
            [PROGRAM, "demo", "--quiet", "--output", output], check=True,
            env=os.environ | {"REPORT_DEFINITIONS": str(ROOT / "reports")})
        site = Site(output, folder)
        pages(site)
        busy(site, folder)
        site.end()
        file = enlarge(output)
        site = Site(output, folder)
        path = downloads(site, file, folder)
        slow_readers(site, path)
        site.end()


if __name__ == "__main__":
    main()
