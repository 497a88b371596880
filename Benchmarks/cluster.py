"""A private PostgreSQL for measurements, and the databases generated in it."""

import fcntl
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# A history ends in the morning of a day, after the last whole business date: this one, for what is
# compared with other machines and days.
TODAY = date(2025, 11, 1)

# As a server of this size would be set, and no crash to survive. Its plans have the memory they want,
# so that the SQL that the program is measured against does not suffer from a default.
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "work_mem": "256MB",
    "maintenance_work_mem": "512MB", "max_wal_size": "8GB", "checkpoint_timeout": "1h",
    "wal_level": "minimal", "max_wal_senders": "0", "fsync": "off", "full_page_writes": "off",
    "synchronous_commit": "off", "autovacuum": "off", "jit": "off", "TimeZone": "Asia/Bangkok",
}


def cache_folder():
    return Path(os.environ.get("BENCH_CACHE", ROOT / ".build-bench")).resolve()


def server_binaries():
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("postgres", "psql", "pg_isready")):
            return folder
    raise SystemExit("bench: no PostgreSQL server is installed; run: make setup")


class Cluster:
    """The server; it ends with this process, however that ends."""

    def __init__(self):
        self.binaries = server_binaries()
        self.data = cache_folder() / "cluster"
        self.as_user = []
        if os.getuid() == 0:
            pwd.getpwnam("postgres")
            self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]

    def __enter__(self):
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.lock = open(cache_folder() / "lock", "w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit("bench: another benchmark is running; wait for its end") from None
        # Ended by a signal, it cleans up as after an error.
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        # The socket's path must be short.
        self.socket = tempfile.mkdtemp(prefix="bench-")
        if self.as_user:
            shutil.chown(self.socket, "postgres")
        if not (self.data / "PG_VERSION").exists():
            self.data.mkdir(exist_ok=True)
            if self.as_user:
                shutil.chown(self.data, "postgres")
            run(self.as_user + [self.binaries / "initdb", "--pgdata", self.data, "--auth=trust",
                                "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"])
        settings = SETTINGS | {"unix_socket_directories": self.socket}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with open(cache_folder() / "server.log", "ab") as log:
            # SIGINT is the server's fast shutdown; setpriv has it sent when this process dies.
            self.process = subprocess.Popen(
                (self.as_user or ["setpriv"]) + ["--pdeathsig", "INT",
                 self.binaries / "postgres", "-D", self.data] + options,
                stdout=log, stderr=log, cwd="/")
        for _ in range(600):
            ready = subprocess.run(
                [self.binaries / "pg_isready", "-q", "-h", self.socket], check=False)
            if ready.returncode == 0:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit(f"bench: the server does not start; see {cache_folder()}/server.log")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
        shutil.rmtree(self.socket, ignore_errors=True)
        self.lock.close()

    def processor(self):
        """Seconds of processor that the server's ended sessions have taken in all."""
        # A session is counted when it has ended, which is a moment after its client has.
        time.sleep(0.1)
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def environment(self, database):
        """For libpq's programs and for the program that is measured."""
        return {"PGHOST": self.socket, "PGUSER": "postgres", "PGDATABASE": database,
                "PGTZ": "Asia/Bangkok", "DB_HOST": self.socket, "DB_USER": "postgres",
                "DB_NAME": database, "REPORT_TIME_ZONE": "Asia/Bangkok"}

    def psql(self, database, sql, **variables):
        arguments = [self.binaries / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
        for name, value in variables.items():
            arguments += ["-v", f"{name}={value}"]
        return run(arguments, input=sql, env=os.environ | self.environment(database))

    def database(self, stores, products, movements, days, today=TODAY):
        """The database of these sizes, generated unless it is there."""
        sizes = f"chain_{stores}x{products}_{movements}_{days}"
        name = f"{sizes}_{today:%Y%m%d}"
        known = self.psql(
            "postgres", f"SELECT datname FROM pg_database WHERE datname LIKE '{sizes}_%'").split()
        if name in known:
            return name
        for former in known:
            self.psql("postgres", f"DROP DATABASE {former}")
        print(f"generating {stores * products:,} stock levels and {movements:,} movements of"
              f" {days} days, once", flush=True)
        begun = time.monotonic()
        self.psql("postgres", "DROP DATABASE IF EXISTS building;\nCREATE DATABASE building;")
        tables, indexes = schema()
        self.psql(
            "building",
            "\n".join(["BEGIN;", tables, (HERE / "sql/generate.sql").read_text(), "COMMIT;",
                       indexes, "VACUUM (ANALYZE, FREEZE);"]),
            stores=stores, products=products, movements=movements, days=days, today=f"{today}T00:00:00+07:00")
        self.psql("postgres", f"ALTER DATABASE building RENAME TO {name}; CHECKPOINT;")
        print(f"generated in {time.monotonic() - begun:.0f} s", flush=True)
        return name


def schema():
    """The service's tables and indexes, from the demo's copy, so that there is one."""
    source = (ROOT / "Sources/Demo/Database/InventorySchema.swift").read_text()
    tables, indexes = re.findall(r'= """\n(.*?)\n\s*"""', source, re.DOTALL)
    return tables, indexes


def run(arguments, **options):
    """Runs a command and gives what it printed; ends with its words if it fails."""
    done = subprocess.run(
        [str(argument) for argument in arguments], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode != 0:
        raise SystemExit(f"bench: {arguments[0]} failed: {done.stderr.strip() or done.stdout}")
    return done.stdout
