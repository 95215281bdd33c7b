"""A browser, and where ledgers may be: a file and, where it can be run, PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from armsledger.store import Store
from browsers import chromium

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
SUPER = "postgres"
# Bytes that the files and databases of all tests take at most: each database is about 8 MB.
ROOM = 8 << 30
# Nothing has to survive these tests.
QUICKLY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def run_as_server(command):
    """Run a command as the server's user: PostgreSQL refuses to run as root."""
    line = " ".join(f"'{part}'" for part in command)
    become = ["su", SUPER, "-s", "/bin/bash", "-c", line] if os.geteuid() == 0 else command
    subprocess.run(become, check=True, capture_output=True, timeout=60)


def can_serve():
    return bool(PROGRAMS) and (os.geteuid() != 0 or shutil.which("su") is not None)


def roomy_folder():
    """Return a folder in memory if there is one with room, else that of the system."""
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    return str(memory) if is_roomy else tempfile.gettempdir()


def pytest_configure():
    """Keep temporary files in memory: a ledger on a disk waits for it at every commit.

    Test processes inherit it, and so does what they start.
    """
    if "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = roomy_folder()


@pytest.fixture(scope="session")
def postgres_server():
    """The folder of the Unix socket of a server that lives as long as the test session."""
    if not can_serve():
        pytest.skip("no PostgreSQL server's programs on this machine")
    folder = Path(tempfile.mkdtemp(prefix="al-pg-", dir=roomy_folder()))
    if os.geteuid() == 0:
        shutil.chown(folder, SUPER, SUPER)
    data, programs = folder / "data", PROGRAMS[0]
    make = [str(programs / "initdb"), "-U", SUPER, "-A", "trust", "--no-sync", "-D", str(data)]
    run_as_server(make)
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} {QUICKLY}"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    run_as_server([*control, "-l", str(folder / "log"), "-o", settings, "start"])
    yield folder
    run_as_server([*control, "-m", "immediate", "stop"])
    shutil.rmtree(folder)


class Databases:
    """Makes databases on a server; those with the schema of a ledger are copies of one."""

    def __init__(self, folder):
        self._address = f"postgresql+psycopg://{SUPER}@/{{}}?host={folder}"
        self._numbers = count()
        self._made = None

    def new(self):
        """Make an empty database; return its address."""
        return self._create("template0")

    def new_ledger(self):
        """Make a database of an empty ledger; return its address."""
        if self._made is None:
            address = self.new()
            Store.open(address, create=True).close()
            self._made = address.partition("@/")[2].partition("?")[0]
        return self._create(self._made)

    def _create(self, template):
        name = f"t{next(self._numbers)}"
        engine = create_engine(self._address.format("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self._address.format(name).replace("+psycopg", "")


@pytest.fixture(scope="session")
def databases(postgres_server):
    """What makes databases."""
    return Databases(postgres_server)


@pytest.fixture
def postgres_url(databases):
    """The address of an empty database of the test's own."""
    return databases.new()


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def new_location(request, tmp_path_factory):
    """Return a function that makes an empty ledger of a kind in BOTH and returns its place.

    To copy one is faster than to make one.
    """
    template = tmp_path_factory.mktemp("template") / "empty.db"
    Store.open(str(template), create=True).close()

    def new_location(kind="sqlite"):
        if kind == "postgresql":
            return request.getfixturevalue("databases").new_ledger()
        return str(shutil.copy(template, tmp_path_factory.mktemp("ledger") / "ledger.db"))

    return new_location


@pytest.fixture(params=BOTH)
def location(request, new_location):
    """The place of an empty ledger of the test's own."""
    return new_location(request.param)


@pytest.fixture(scope="module", params=BOTH)
def shared_location(request, new_location):
    """The place of an empty ledger of a module's own."""
    return new_location(request.param)


@pytest.fixture(params=BOTH)
def bare_location(request, tmp_path):
    """A place where a ledger may be made."""
    if request.param == "postgresql":
        return request.getfixturevalue("databases").new()
    return str(tmp_path / "ledger.db")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    with chromium() as opened:
        yield opened
