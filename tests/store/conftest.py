"""Every store test runs on SQLite and, where a server's programs are at hand, on PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/ledger_fakes.py

from armsledger.store import Store

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
SUPER = "postgres"


def run_as_server(command):
    """Run a command as the server's user: PostgreSQL refuses to run as root."""
    line = " ".join(f"'{part}'" for part in command)
    become = ["su", SUPER, "-s", "/bin/bash", "-c", line] if os.geteuid() == 0 else command
    subprocess.run(become, check=True, capture_output=True, timeout=60)


def can_serve():
    return bool(PROGRAMS) and (os.geteuid() != 0 or shutil.which("su") is not None)


@pytest.fixture(scope="session")
def postgres_server():
    """The folder of the Unix socket of a server that lives as long as the test session."""
    if not can_serve():
        pytest.skip("no PostgreSQL server's programs on this machine")
    folder = Path(tempfile.mkdtemp(prefix="al-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, SUPER, SUPER)
    data, programs = folder / "data", PROGRAMS[0]
    run_as_server([str(programs / "initdb"), "-U", SUPER, "-A", "trust", "-D", str(data)])
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    run_as_server([*control, "-l", str(folder / "log"), "-o", settings, "start"])
    yield folder
    run_as_server([*control, "-m", "immediate", "stop"])
    shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_server, request):
    """The address of an empty database of the test's own."""
    name = f"t{abs(hash(request.node.nodeid))}"
    address = f"postgresql+psycopg://{SUPER}@/{{}}?host={postgres_server}"
    engine = create_engine(address.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.format(name).replace("+psycopg", "")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def location(request, tmp_path):
    """Where an empty ledger may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def store(location):
    """An empty ledger."""
    opened = Store.open(location, create=True, timeout=5)
    yield opened
    opened.close()
