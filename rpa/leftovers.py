"""Where passwords still stand in a clients file once their column is out of it: by sheet and cell, never the password.

Everything that a spreadsheet program keeps is looked at: cells of all sheets, hidden ones too, the results of formulas,
comments, names, properties, and what is left in the tables beside them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree

from rpa.cleaner import Cleaner
from rpa.cnpj import Cnpj
from rpa.messages import _
from rpa.needles import Needles
from rpa.secret import Secret
from rpa.sheet import letters_of
from rpa.table import Row, decode, is_workbook
from rpa.unpack import parts_of

_XML = (".xml", ".rels", ".vml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_JOINED = {"si", "is", "text", "comment", "p"}  # elements whose text may lie in several runs


@dataclass(frozen=True, slots=True)
class Leftover:
    """A place where a password stands. `is_cnpj`: it is a part of a CNPJ there, which nobody can take out."""

    where: str
    is_cnpj: bool = False


class Leftovers:
    """Looks for these passwords: as a part of any text, but in numbers that no cell shows, as all of one."""

    def __init__(self, passwords: Collection[Secret]) -> None:
        self._cleaner = Cleaner(passwords, lambda _half: True)
        self._needles = Needles(passwords)

    def of(self, name: str, content: bytes, rows: Collection[Row]) -> list[Leftover]:
        """Where they stand in a file; `rows` are its rows, as they are read."""
        found = list(self._in_workbook(content) if is_workbook(content) else self._in_text(name, content, rows))
        return list(dict.fromkeys(found))

    def _in_text(self, name: str, content: bytes, rows: Collection[Row]) -> Iterator[Leftover]:
        nothing = True
        for number, cells in rows:
            for place, cell in enumerate(cells):
                if self._in_cell(cell.text):
                    nothing = False
                    yield Leftover(f"{letters_of(place + 1)}{number}", _is_cnpj(cell.text))
        lines = decode(name, content).splitlines() if nothing else ()  # between cells: a hint, quotes
        yield from (Leftover(_("line {n}").format(n=n)) for n, line in enumerate(lines, 1) if self._in_cell(line))

    def _in_workbook(self, content: bytes) -> Iterator[Leftover]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        parsed = {name: tree for name, data in members.items() if (tree := _parsed(name, data)) is not None}
        strings = _strings(parsed)
        titles = _titles(parsed)
        used: set[int] = set()
        for name, title in titles.items():
            if name in parsed:
                yield from self._in_sheet(name, title, parsed[name], strings, used)
        for number, text in enumerate(strings):
            if number not in used and self._in_cell(text):
                yield Leftover("xl/sharedStrings.xml")
        for name, tree in parsed.items():
            if name not in titles and name != "xl/sharedStrings.xml" and self._in_tree(tree):
                yield Leftover(name)
        for part in parts_of(content):
            if part.inside and part.inside[0] not in parsed and (part.data is None or self._needles.find(part.data)):
                yield Leftover(" > ".join(part.inside))

    def _in_sheet(
        self, name: str, title: str, tree: ElementTree.Element, strings: list[str], used: set[int]
    ) -> Iterator[Leftover]:
        """The cells of a sheet: their texts, their formulas and what these came to; and what else a sheet has."""
        for cell in tree.iter():
            if _local(cell) != "c":
                continue
            texts = [child.text or "" for child in cell if _local(child) in ("f", "v")]
            value = texts[-1] if texts else ""
            if cell.get("t") == "s" and value.isdecimal() and int(value) < len(strings):
                used.add(int(value))
                texts[-1] = strings[int(value)]
            texts += ["".join(child.itertext()) for child in cell if _local(child) == "is"]
            texts += [_as_shown(value)]
            held = [text for text in texts if self._in_cell(text)]
            if held:
                yield Leftover(f"{title}!{cell.get('r')} ({name})", all(map(_is_cnpj, held)))
        for row in [element for element in tree.iter() if _local(element) == "sheetData"]:
            row.clear()
        if self._in_tree(tree):
            yield Leftover(f"{title} ({name})")

    def _in_cell(self, text: str) -> bool:
        return any(True for _place in self._cleaner.places(text))

    def _in_tree(self, tree: ElementTree.Element) -> bool:
        return any(
            any(map(self._in_cell, (_said(element), element.tail or "")))
            or any(self._needles.find(value.encode()) for value in element.attrib.values())
            for element in tree.iter()
        )


def _said(element: ElementTree.Element) -> str:
    """The text of an element; of a number, nothing: sizes and places are no passwords."""
    text = "".join(element.itertext()) if _local(element) in _JOINED else element.text or ""
    return "" if re.fullmatch(r"[\s\d.+-]*", text) and _local(element) not in _JOINED else text


def _parsed(name: str, data: bytes) -> ElementTree.Element | None:
    if not name.endswith(_XML):
        return None
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - openpyxl has read the same file before
    except ElementTree.ParseError:
        return None


def _strings(parsed: Mapping[str, ElementTree.Element]) -> list[str]:
    table = parsed.get("xl/sharedStrings.xml")
    return [] if table is None else ["".join(item.itertext()) for item in table]


def _titles(parsed: Mapping[str, ElementTree.Element]) -> dict[str, str]:
    """Each sheet's member, and its name."""
    relations = {e.get("Id"): e.get("Target", "") for e in parsed.get("xl/_rels/workbook.xml.rels", ())}
    sheets = [e for e in parsed["xl/workbook.xml"].iter() if _local(e) == "sheet"]
    return {_member(relations.get(sheet.get(_RELATION), "")): sheet.get("name", "") for sheet in sheets}


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _as_shown(value: str) -> str:
    """A number as its cell shows it, where the file has it as 1.23456789E8."""
    try:
        number = float(value)
    except ValueError:
        return ""
    return str(int(number)) if number.is_integer() else value


def _is_cnpj(text: str) -> bool:
    found = Cnpj.find(text.strip().zfill(14))
    return len(found) == 1 and text.strip().zfill(14) in (found[0].text, found[0].masked)


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
