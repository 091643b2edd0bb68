"""Reads an XLSX: its sheets in their order, each with what a person sees of it.

Read by its XML and not by openpyxl, which takes 45 s for a million formatted rows, believes a sheet's word on how far
it reaches, and does not tell a formula without a result from an empty cell. How dates are written is openpyxl's.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers.expat import ExpatError

from rpa.messages import _
from rpa.number_formats import Formats
from rpa.sheet import DamagedError, Sheet, TableError
from rpa.worksheet import SheetReader

_MOST_UNPACKED = 200 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError,
    OverflowError, ParseError, ExpatError,
)  # fmt: skip


def read_workbook(name: str, content: bytes) -> Sequence[Sheet]:
    """The worksheets of a workbook. Raises TableError for what is none, or is too large unpacked."""
    place = ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
                raise TableError(
                    _("{file} has more than 200 MB unpacked; copy its clients into a new one.").format(file=name)
                )
            book = _Book.of(archive)
            sheets = []
            for entry in book.entries:
                place = entry.name
                sheets.append(book.read(entry))
            return sheets
    except _BROKEN as error:
        why = str(error) if isinstance(error, DamagedError) else type(error).__name__
        why = f"{place}: {why}" if place else why
        raise TableError(
            _("{file} cannot be read as XLSX ({why}); save it again in Excel.").format(file=name, why=why)
        ) from None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A worksheet as the workbook names it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Book:
    parts: _Parts
    entries: Sequence[_Entry]
    strings: Sequence[str]
    formats: Formats

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> _Book:
        """Read what all sheets share. Raises one of _BROKEN."""
        parts = _Parts(archive)
        main = next((part for _id, kind, part in parts.related("") if kind == "officeDocument"), "xl/workbook.xml")
        root = parts.tree(main)
        related = {identity: (kind, part) for identity, kind, part in parts.related(main)}
        shared = dict(related.values())
        book, calculation = _first(root, "workbookPr"), _first(root, "calcPr")
        return cls(
            parts,
            tuple(_entries(root, related)),
            parts.strings(shared.get("sharedStrings")),
            Formats.of(
                parts.tree(shared["styles"]) if "styles" in shared else None,
                since_1904=book.get("date1904") in ("1", "true"),
                stale=calculation.get("fullCalcOnLoad") in ("1", "true"),
            ),
        )

    def read(self, entry: _Entry) -> Sheet:
        """One sheet. Raises one of _BROKEN."""
        member = self.parts.member(entry.part)
        reader = SheetReader(self.strings, self.formats)
        with self.parts.archive.open(member) as stream:
            reader.read(stream)
        return Sheet(
            name=entry.name,
            rows=reader.rows,
            part=member.filename,
            hidden=entry.hidden,
            hidden_rows=reader.hidden_rows,
            merged=reader.merged,
            beyond=reader.beyond,
        )


def _entries(root: Element, related: Mapping[str, tuple[str, str]]) -> Iterator[_Entry]:
    """The worksheets: charts and macros are sheets of other kinds."""
    for sheet in (each for each in root.iter() if _local(each.tag) == "sheet"):
        identity = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
        kind, part = related[identity]
        if kind == "worksheet":
            yield _Entry(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")


class _Parts:
    """The members of a workbook, whatever the letter case and the slashes of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in archive.infolist():
            name = _plain(member.filename)
            if name in self._members:
                raise DamagedError(name)  # programs differ in which of the two they take
            self._members[name] = member

    def member(self, part: str) -> zipfile.ZipInfo:
        """The member of this name. Raises KeyError."""
        return self._members[_plain(part)]

    def tree(self, part: str) -> Element:
        """The XML of a small part. Raises KeyError or ParseError."""
        parser = XMLParser(target=_WithoutDoctype())  # noqa: S314 - entities are only known from a DOCTYPE
        parser.feed(self.archive.read(self.member(part)))
        root: Element = parser.close()
        return root

    def strings(self, part: str | None) -> Sequence[str]:
        """The table of texts, which cells name by number."""
        if part is None:
            return []
        found = _Strings()
        parser = XMLParser(target=found)  # noqa: S314 - as above
        with self.archive.open(self.member(part)) as stream:
            while piece := stream.read(1 << 16):
                parser.feed(piece)
        parser.close()
        return found.texts

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """What a part (or "", the whole) refers to inside the file: by which name, of which kind, and which part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if _plain(relations) not in self._members and not part:
            return
        for each in self.tree(relations):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target


class _WithoutDoctype(TreeBuilder):
    """No workbook has a DOCTYPE, but what is to harm a reader: entities that grow, or that lead to other files."""

    def doctype(self, name: str, _public: str, _system: str) -> None:
        """Refuse it."""
        raise DamagedError(f"DOCTYPE {name}")


class _Strings:
    """The texts of `sharedStrings.xml`, without what says how to pronounce them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._wanted = self._spoken = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """A new text, a run of one, or something else."""
        match _local(tag):
            case "si":
                self._pieces = []
            case "rPh":
                self._spoken = True
            case "t":
                self._wanted = not self._spoken

    def data(self, text: str) -> None:
        """What stands in it."""
        if self._wanted:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """Its end."""
        match _local(tag):
            case "si":
                self.texts.append("".join(self._pieces).replace("_x005F_", "_"))
            case "rPh":
                self._spoken = False
            case "t":
                self._wanted = False

    def doctype(self, name: str, _public: str, _system: str) -> None:
        """Refuse it, see `_WithoutDoctype`."""
        raise DamagedError(f"DOCTYPE {name}")


def _first(root: Element, name: str) -> Element:
    return next((each for each in root.iter() if _local(each.tag) == name), Element(name))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
