"""Reads a words file: entries that take the place of those in `words.toml`, or all that is wrong with the file."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pages.text import fold

Entries = dict[str, tuple[str, ...]]

_STEMS = ("messages.", "obstacles.", "certificates.days_", "certificates.counts_", "shell.searches")
_CAPTIONS_AMONG_STEMS = "obstacles.consent"
_ONLY_IN_PYTHON = re.compile(r"(?<!\\)\(\?(?![:=!])|(?<!\\)[*+?}]\+|\\[AZz]")
"""Stems are matched by Python and by the browser; these mean nothing there, or something else."""


class WordsProblem(StrEnum):
    """What may be wrong with a words file."""

    UNREADABLE = "unreadable"  # it is not there, or may not be read
    NO_FILE = "no file"  # a folder, a pipe or a device
    TOO_DEEP = "too deep"  # nothing that words would need
    NOT_UTF8 = "not UTF-8"
    NOT_TOML = "not TOML"
    UNKNOWN = "unknown"  # words.toml has no such entry, so nothing would ever look for it
    NOT_A_LIST = "not a list"  # an entry is a list of texts, with at least one in it, none empty
    BAD_STEM = "bad stem"  # not a regular expression that Python and browsers read alike
    NEVER_MATCHES = "never matches"  # stems are looked for in texts without accents and capitals


@dataclass(frozen=True, slots=True)
class BadEntry:
    """One thing that is wrong: in which line of the file, at which entry; `detail` is the reader's own word for it."""

    problem: WordsProblem
    line: int
    entry: str = ""
    detail: str = ""


class WordsFileError(Exception):
    """A words file is refused, as a whole: `bad` is everything that is wrong with it."""

    def __init__(self, path: Path, bad: tuple[BadEntry, ...]) -> None:
        super().__init__(f"{path}: {bad}")
        self.path = path
        self.bad = bad


def read_words(path: Path, known: Mapping[str, tuple[str, ...]]) -> Entries:
    """The entries of a file, each of which must be one of the `known`. Raises WordsFileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise WordsFileError(path, (BadEntry(WordsProblem.NO_FILE, 0),))
        text = path.read_bytes().decode("utf-8-sig")  # Notepad of Windows puts a mark before it
        document = tomllib.loads(text)
    except OSError as error:
        raise WordsFileError(path, (BadEntry(WordsProblem.UNREADABLE, 0, detail=error.strerror or ""),)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WordsFileError(path, (BadEntry(WordsProblem.NOT_UTF8, line),)) from None
    except tomllib.TOMLDecodeError as error:
        raise WordsFileError(path, (_not_toml(error, text),)) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, and lists in lists in lists
        raise WordsFileError(path, (BadEntry(WordsProblem.TOO_DEEP, 0),)) from None
    found = list(_entries(document))
    bad = [
        BadEntry(problem, _line_of(text, entry), entry, detail)
        for entry, value in found
        for problem, detail in _problems(entry, value, known)
    ]
    if bad:
        raise WordsFileError(path, tuple(sorted(bad, key=lambda b: b.line)))
    return {entry: tuple(value) for entry, value in found}


def _entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for table, content in document.items():
        if isinstance(content, dict):
            yield from ((f"{table}.{key}", value) for key, value in content.items())
        else:
            yield table, content


def _problems(entry: str, value: Any, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[WordsProblem, str]]:
    if entry not in known:
        yield WordsProblem.UNKNOWN, ""
    elif not isinstance(value, list) or not value or not all(isinstance(v, str) and fold(v) for v in value):
        yield WordsProblem.NOT_A_LIST, ""
    elif entry.startswith(_STEMS) and entry != _CAPTIONS_AMONG_STEMS:
        for stem in value:
            if why := _not_an_expression(stem):
                yield WordsProblem.BAD_STEM, f"{stem}: {why}"
            elif _capital_or_accent(stem):
                yield WordsProblem.NEVER_MATCHES, stem


def _not_an_expression(stem: str) -> str:
    try:
        re.compile(stem)
    except re.error as error:
        return str(error)
    found = _ONLY_IN_PYTHON.search(stem)
    return found[0] if found else ""


def _capital_or_accent(stem: str) -> bool:
    plain = re.sub(r"\\.", "", stem)
    return any(c.isalpha() and fold(c) != c for c in plain)


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> BadEntry:
    """tomllib tells the place at the end of its message: "(at line 3, column 8)", or "(at end of document)"."""
    place = re.search(r" \(at line (\d+), column \d+\)$", str(error))
    line = int(place[1]) if place else len(text.splitlines())
    return BadEntry(WordsProblem.NOT_TOML, line, detail=re.sub(r" \(at [^)]*\)$", "", str(error)))


def _line_of(text: str, entry: str) -> int:
    """The line in which an entry begins: after the longest beginning of the file that is whole and has it not."""
    lines, begins = text.splitlines(), 1
    for count in range(1, len(lines) + 1):
        try:
            document = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        if entry in dict(_entries(document)):
            break
        begins = count + 1
    return begins
