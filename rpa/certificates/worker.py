"""The process in which files are opened: whatever a hostile file does, it does it here, with bounded memory.

It is started by `workers`, gets its work through stdin and answers on stdout. Its stderr leads nowhere, because a
panic inside a library may print the password. It dies with whoever started it, when stdin ends.
"""

from __future__ import annotations

import base64
import contextlib
import sys
from pathlib import Path

from . import wire
from .chain import Library
from .examination import Examination
from .examiner import examine_here
from .opening import first_that_opens
from .reasons import file
from .trust import Trust


def main() -> None:
    """Answer requests until there are no more. An unexpected error ends the process, which is an answer too."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    setup = wire.receive(requests)
    if setup is None:
        return
    _limit(setup["memory"])
    library = Library(_trust(setup))
    wire.send(answers, {"ready": True})
    while message := wire.receive(requests):
        try:
            answer = _answer(message, library)
        except MemoryError:  # whatever is left of the file in memory goes with the process
            answer = {"last": True} | wire.answer(Examination((file.MEMORY(),)))
        wire.send(answers, answer)


def _answer(message: wire.Message, library: Library) -> wire.Message:
    if "passwords" in message:
        return {"opens": first_that_opens(Path(message["path"]), message["passwords"])}
    path, password, terms = wire.request_of(message)
    return wire.answer(examine_here(path, password, library, terms))


def _trust(setup: wire.Message) -> Trust:
    extra, authorities = (tuple(base64.b64decode(der) for der in setup[name]) for name in ("extra", "authorities"))
    return Trust(extra, authorities, frozenset(setup["pinned"]))


def _limit(memory: int) -> None:
    """Bound this process's memory, and leave no picture of it on the disk. Windows knows no such limit."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):  # macOS refuses it at times
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
