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
    """A server, in a folder of its own."""

    port: int
    data: Path

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
        server = cls(port, data)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")

    def start(self) -> None:
        """Serve, on the same port with the same data."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        self._control("-w", "-o", options, "-l", self.data / "log", "start")

    def stop(self, mode: str) -> None:
        """Serve no more: `fast` tells its clients, `immediate` is as a power cut."""
        self._control("-m", mode, "-w", "stop")

    def order(self, statement: str) -> None:
        """Have something done by the server."""
        import psycopg

        with psycopg.connect(f"postgresql://rpa@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _control(self, *words: object) -> None:
        programs = _programs()
        assert programs
        _run(programs / "pg_ctl", "-D", self.data, *words)

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"town{os.getpid()}_{next(_NUMBERS)}"
        self.order(f"CREATE DATABASE {name}")
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
