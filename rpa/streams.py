"""The standard streams, made so that none of their troubles ends a run: closed, a full disk, a reader that has gone."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import Any


class Streams:
    """Standard output and error of this process, in the place of those that Python has opened."""

    def __init__(self) -> None:
        self._kept: list[_Enduring] = []

    @classmethod
    def stand(cls) -> Streams:
        """Open what is closed, and let nothing that is written raise from here on.

        A closed stream is opened on the null device, in the order of their numbers: the next file, a database's
        perhaps, would take the number else, and all that is printed would be written into it.
        """
        streams = cls()
        sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open for good
        sys.stdout = streams._standing(sys.stdout)
        sys.stderr = streams._standing(sys.stderr)
        return streams

    def trouble(self) -> OSError | None:
        """Why something that was printed was not written; None where all was, or where nobody listens anyway."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return next((kept.trouble for kept in self._kept if kept.trouble), None)

    def _standing(self, stream: Any) -> Any:
        """The stream, in UTF-8 unless it is a terminal: a pipe on Windows would be cp1252, and JSON is not."""
        if stream is None:  # pythonw, a service, `>&-`: nobody listens, and nothing is amiss
            return open(os.devnull, "w", encoding="utf-8", errors="replace")  # noqa: PTH123 - open for good
        if type(stream) is not io.TextIOWrapper:  # a test's, or another program's that calls us
            return stream
        raw = _Enduring(getattr(stream.buffer, "raw", stream.buffer))
        self._kept.append(raw)
        return io.TextIOWrapper(
            io.BufferedWriter(raw),
            encoding=stream.encoding if stream.isatty() else "utf-8",
            errors="replace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )


class _Enduring(io.RawIOBase):
    """Bytes on their way out; from the first that cannot be written on all are left out, and `trouble` says why."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.trouble: OSError | None = None

    def writable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """The number of the stream, for processes that inherit it."""
        number: int = self._inner.fileno()
        return number

    def isatty(self) -> bool:
        """Whether it leads to a terminal."""
        terminal: bool = self._inner.isatty()
        return terminal

    def write(self, data: Any) -> int:
        """Write what fits; how many bytes are done with."""
        while self.trouble is None:
            try:
                written: int | None = self._inner.write(data)
                if written is not None:
                    return written
                select.select([], [self], [])  # a pipe that does not block, and is full: its reader is slow
            except OSError as error:
                self.trouble = error
        return len(data)
