"""PostgreSQL for tests: installed by the system's package, started here on a loopback port, and stopped again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

_NUMBERS = count(1)


@dataclass(frozen=True)
class Postgres:
    """A server."""

    port: int

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """A server for as long as the block lasts.

        Its data are in a folder of their own and not in pytest's, to which every pytest that starts takes away the
        access of other users; the server's user could then not even be told to stop.
        """
        with tempfile.TemporaryDirectory(prefix="rpa-tests-postgres-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o711)
            with cls._serving(Path(folder) / "data") as server:
                yield server

    @classmethod
    @contextmanager
    def _serving(cls, data: Path) -> Iterator[Self]:
        programs = _programs()
        assert programs
        data.mkdir()
        if _as_postgres():
            shutil.chown(data, "postgres", "postgres")
        _run(programs / "initdb", "-D", data, "-U", "rpa", "-A", "trust", "--no-sync", "-E", "UTF8")
        port = _free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        _run(programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start")
        try:
            yield cls(port)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")

    def fresh(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        name = f"town{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(f"postgresql://rpa@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://rpa@127.0.0.1:{self.port}/{name}"


def why_not() -> str | None:
    """Why there can be no server here; None if there can."""
    if sys.platform == "win32":
        return "PostgreSQL is started by pg_ctl as another user, which these tests do on POSIX only"
    if _programs() is None:
        return "PostgreSQL's server is not installed (apt-get install postgresql)"
    if _as_postgres() and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and there is no runuser"
    return None


def _programs() -> Path | None:
    """Where initdb and pg_ctl are: on the PATH, or where Debian puts them."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return places[-1].parent if places else None


def _as_postgres() -> bool:
    return os.geteuid() == 0


def _run(*command: object) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if _as_postgres() else []
    words = [*prefix, *map(str, command)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
