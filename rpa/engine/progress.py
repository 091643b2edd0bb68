"""What is told of a run: whose it is, since when, and how far it has come."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from rpa.outcome import Result


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run as `rpa runs` tells of it. Times are seconds since 1970, UTC."""

    run: str
    portal: str
    clients_file: str
    began: float
    ended: float | None
    host: str

    @classmethod
    def begin(cls, run: str, portal: str, clients_file: str) -> RunInfo:
        """A run that begins now, on this machine."""
        readable = clients_file.encode(
            errors="replace"
        ).decode()  # a name need not be UTF-8, and a database's text must
        return cls(run, portal, readable, time.time(), None, this_host())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: of `total` clients so many wait, are under way, ended with each result, or were cancelled."""

    total: int
    waiting: int
    under_way: int
    cancelled: int
    ended: Mapping[Result, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many clients have not ended yet."""
        return self.waiting + self.under_way

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.left == 0


def this_host() -> str:
    """The name of this machine, as people know it."""
    return socket.gethostname()


def worker_name() -> str:
    """A name for a worker of this process, never used twice; `host_of` reads this machine's out of it again."""
    return f"worker-{this_host()}-{os.getpid()}-{secrets.token_hex(4)}"


def host_of(worker: str) -> str:
    """The machine of a worker."""
    return worker.removeprefix("worker-").rsplit("-", 2)[0]
