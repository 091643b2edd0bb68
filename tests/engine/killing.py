"""kill -9 of a process and all that it has started."""

from __future__ import annotations

import os

import psutil


def kill_tree(process: int) -> None:
    """What a power cut does to a program: its children first, so that none of them can end in an orderly way."""
    family = [*psutil.Process(process).children(recursive=True), psutil.Process(process)]
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs([member for member in family if member.pid != os.getpid()], timeout=10)
