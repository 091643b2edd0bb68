"""The queue's library takes half a second to import: time for it while something else is waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def importing_ahead() -> Iterator[None]:
    """Import what an engine needs while the block lasts, and no longer: all of it is there when the block has ended.

    Where two threads import parts of SQLAlchemy at once, Python may give one of them a module that is half made.
    """
    thread = threading.Thread(target=import_module, args=("rpa.engine.durable",), name="import ahead")
    thread.start()
    try:
        yield
    finally:
        thread.join()
