"""What lies in a file: its bytes, the members of a zip (an XLSX or a trace is one), the rows of a database."""

from __future__ import annotations

import io
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_ZIP, _SQLITE = b"PK\x03\x04", b"SQLite format 3\x00"
_EMPTY_ZIP = b"PK\x05\x06"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"wOF")
_DEEPEST = 5  # zips in zips
_MOST_BYTES = 1 << 30  # in one file, unpacked: more is a bomb, and is told as what cannot be looked into


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a file. `inside` names the members that lead to them; `picture` says that they look random.

    Where `data` is None, this part cannot be read.
    """

    inside: tuple[str, ...]
    data: bytes | None
    picture: bool = False


def parts(path: Path) -> Iterator[Part]:
    """All that lies in a file. Raises OSError where the file itself cannot be read."""
    data = path.read_bytes()
    if data.startswith(_SQLITE):
        yield Part((), data)
        yield from _rows(path)
    else:
        yield from parts_of(data)


def parts_of(data: bytes) -> Iterator[Part]:
    """All that lies in these bytes, which are no database."""
    return _Layers().of(data, ())


class _Layers:
    """Goes down into zips, within the limits of one file."""

    def __init__(self) -> None:
        self._left = _MOST_BYTES

    def of(self, data: bytes, inside: tuple[str, ...]) -> Iterator[Part]:
        """The bytes themselves, then those of the members."""
        packed = data.startswith((_ZIP, _EMPTY_ZIP))
        yield Part(inside, data, picture=packed or data.startswith(_PICTURES))
        if packed:
            yield from self._members(data, inside)

    def _members(self, data: bytes, inside: tuple[str, ...]) -> Iterator[Part]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError):
            yield Part(inside, None)
            return
        with archive:
            yield Part(inside, archive.comment)
            for member in archive.infolist():
                below = (*inside, member.filename)
                self._left -= member.file_size
                yield Part(below, member.filename.encode("utf-8", errors="replace") + member.comment)
                if self._left < 0 or len(below) > _DEEPEST:
                    yield Part(below, None)
                    return
                try:
                    content = archive.read(member)
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error):
                    yield Part(below, None)
                    continue
                yield from self.of(content, below)


def _rows(path: Path) -> Iterator[Part]:
    """The cells of all tables: a long one is kept in pieces, which a search of the bytes alone would miss."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.text_factory = bytes
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                quoted = table.decode().replace('"', '""')
                for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - the table's own name
                    cells = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)
                    yield Part((table.decode(),), cells)
    except sqlite3.Error:
        yield Part((), None)
