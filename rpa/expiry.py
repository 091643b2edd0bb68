"""The expiry of a certificate as a list writes it: a day, or a number of days left, read strictly.

What cannot be read for certain is told to be unread, never guessed: whoever takes it for another certificate's would
send this one again. So there is no lenient parser here, which makes a day of "vence em 11 meses".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from rpa.text import fold

_MONTHS = (
    ("janeiro", "january", "enero"), ("fevereiro", "february", "febrero"), ("marco", "march", "marzo"),
    ("abril", "april"), ("maio", "may", "mayo"), ("junho", "june", "junio"), ("julho", "july", "julio"),
    ("agosto", "august"), ("setembro", "september", "septiembre", "setiembre"), ("outubro", "october", "octubre"),
    ("novembro", "november", "noviembre"), ("dezembro", "december", "diciembre"),
)  # fmt: skip
_DAYS_FROM_TODAY = {"anteontem": -2, "ontem": -1, "hoje": 0, "amanha": 1, "depois de amanha": 2}

_SPACED = r"\s*(?P<sep>[-/._])\s*"
_AGAIN = r"\s*(?P=sep)\s*"
_BETWEEN = r"(?:\.?\s+de\s+|[-/.,\s]*)"
_END = r"(?!\d)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<!\d)(?P<year>\d{{4}}){_SPACED}(?P<month>\d{{1,2}}){_AGAIN}(?P<day>\d{{1,2}}){_END}",
        rf"(?<!\d)(?P<day>\d{{1,2}}){_SPACED}(?P<month>\d{{1,2}}){_AGAIN}(?P<year>\d{{4}}|\d{{2}}){_END}",
        rf"(?<!\d)(?P<day>\d{{1,2}}) (?P<month>\d{{1,2}}) (?P<year>\d{{4}}){_END}",
        rf"(?<!\d)(?P<year>\d{{4}}){_BETWEEN}(?P<month>[a-z]{{3,10}}){_BETWEEN}(?P<day>\d{{1,2}}){_END}",
        rf"(?<!\d)(?P<day>\d{{1,2}})o?{_BETWEEN}(?P<month>[a-z]{{3,10}}){_BETWEEN}(?P<year>\d{{4}}|\d{{2}}){_END}",
        rf"\b(?P<month>[a-z]{{3,10}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_END}",
        rf"(?<!\d)(?P<compact>\d{{8}})(?:t?\d{{4,6}}z?)?{_END}",
    )
)
_RANGE = re.compile(r"[\s(]*(?:a|ate|ate o dia|-|to|until)[\s:]*")
"""What stands between the two days of "from ... to ...": only then is the second one the expiry."""
_NUMBER = re.compile(r"(?<![\d.,/:])(-\s?)?(\d{1,3}(?:\.\d{3})+|\d+)(?![\d/:]|[.,]\d)")
_NOTHING = re.compile(r"[\W_]*|0+([-/.]0+)+[0\s:]*")
"""GeneXus writes no day as blanks between slashes, or as zeros."""
_COARSE = re.compile(
    r"\b(mes|meses|anos?|semanas?|horas?|minutos?|months?|years?|weeks?|hours?|trimestres?|semestres?)\b"
)
_MOST_DAYS = 20_000
"""Days left that a list may tell; a larger number is something else, such as a spreadsheet's serial."""


class PortalWords(Protocol):
    """The portal's own words, by their key in `pages/words.toml`."""

    def means(self, text: str, key: str) -> bool:
        """Whether a text has one of the stems of a key."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """What an expiry says: the day, which may be off by `slack` days; or the text that is `unread`; or nothing.

    Nothing is said where nothing is written, and where it is only told that it is over: then it is none to come.
    """

    day: date | None = None
    slack: int = 0
    unread: str = ""


def read_expiry(text: str, title: str, today: date, words: PortalWords) -> Expiry:
    """The expiry in a cell, below its column's title. `today` is Brasília's: days left count from it."""
    plain = _plain(text)
    if _NOTHING.fullmatch(plain):
        return Expiry()
    if found := list(_dates(plain)):
        day = _of_range(plain, found)
        return Expiry(day) if day else Expiry(unread=text)
    is_over = words.means(plain, "certificates.days_over") and not re.search(r"\bnao\b", plain)
    counts = any(words.means(each, "certificates.days_left") for each in (plain, title))
    days = _days_left(plain, counts=counts)
    if days is not None:
        return Expiry(today + timedelta(days=-days if is_over and days > 0 else days), slack=1)
    is_past = is_over and (bool(_COARSE.search(plain)) or not re.search(r"\d", plain))
    return Expiry() if is_past else Expiry(unread=text)


def _plain(text: str) -> str:
    """The text as it reads: wide digits are digits, every dash is one, marks that cannot be seen are none."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    dashes = "".join("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else c for c in seen)
    return fold(dashes.replace("\u2044", "/").replace("\u2215", "/"))


def _dates(plain: str) -> Iterator[tuple[int, int, date | None]]:
    """Where in the text a date stands, from and to, and which; None where it is none that there is."""
    taken: list[tuple[int, int, date | None]] = []
    for shape in _SHAPES:
        for found in shape.finditer(plain):
            overlaps = any(found.start() < end and start < found.end() for start, end, _day in taken)
            is_one = found.groupdict().get("month", "0")[:1].isdigit() or _month(found["month"])
            if is_one and not overlaps:
                taken.append((found.start(), found.end(), _day_of(found)))
    yield from sorted(taken, key=lambda each: each[0])


def _day_of(found: re.Match[str]) -> date | None:
    """The day that one shape has found; None where there is none."""
    if compact := found.groupdict().get("compact"):  # only one of the two is a day, in the years that there are
        return _day(compact[:4], compact[4:6], compact[6:]) or _day(compact[4:], compact[2:4], compact[:2])
    month = found["month"]
    return _day(found["year"], month if month.isdigit() else str(_month(month)), found["day"])


def _day(year: str, month: str, day: str) -> date | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(whole, int(month), int(day)) if 1990 <= whole < 2200 else None
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The number of a month, written out or cut to three letters or more."""
    months = (n for n, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names))
    return next(months, None) if len(word) >= 3 else None


def _of_range(plain: str, found: list[tuple[int, int, date | None]]) -> date | None:
    """The one day of a text, or the end of "from ... to ..."; None where several could be meant."""
    days = [day for _start, _end, day in found]
    if len(set(days)) == 1:
        return days[0]
    if len(days) != 2 or days[0] is None or days[1] is None:
        return None
    is_range = _RANGE.fullmatch(plain[found[0][1] : found[1][0]]) and days[0] < days[1]
    return days[1] if is_range else None


def _days_left(plain: str, *, counts: bool) -> int | None:
    """The number of days that a text tells, if it tells days and nothing else; `counts` says that days are counted."""
    if plain in _DAYS_FROM_TODAY:
        return _DAYS_FROM_TODAY[plain]
    numbers = list(_NUMBER.finditer(plain))
    if len(numbers) != 1 or len(re.findall(r"\d+", plain)) != len(re.findall(r"\d+", numbers[0].group())):
        return None
    if _COARSE.search(plain) or not (counts or numbers[0].group() == plain):
        return None
    days = int(re.sub(r"\D", "", numbers[0].group()))
    return None if days > _MOST_DAYS else -days if numbers[0].group().startswith("-") else days
