"""kill -9 of a process and all that it has started."""

from __future__ import annotations

import psutil


def kill_tree(process: int) -> None:
    """What a power cut does to a program: its children first, so that none of them can end in an orderly way."""
    root = psutil.Process(process)
    children = root.children(recursive=True)
    for member in [*children, root]:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(children, timeout=10)  # the root is for whoever started it to wait for
