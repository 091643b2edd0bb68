"""How the numbers of a workbook are shown: as numbers, days or times, by the formats of its styles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from xml.etree.ElementTree import Element

from rpa.sheet import Cell


@dataclass(frozen=True, slots=True)
class Formats:
    """What the workbook says of how numbers are meant.

    `dates` and `spans` are the numbers of styles that show a date, and a length of time; `stale` says that the results
    of formulas are to be worked out when the file is opened: those that it holds may be none.
    """

    dates: frozenset[int]
    spans: frozenset[int]
    since_1904: bool
    stale: bool

    @classmethod
    def of(cls, styles: Element | None, *, since_1904: bool, stale: bool) -> Formats:
        """Those of a workbook's styles, if it has any. Raises ValueError or KeyError."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        codes = dict(BUILTIN_FORMATS)
        used: list[int] = []
        for each in styles if styles is not None else ():
            match each.tag.rpartition("}")[2]:
                case "numFmts":
                    codes |= {int(one.attrib["numFmtId"]): one.get("formatCode", "") for one in each}
                case "cellXfs":
                    used = [int(one.get("numFmtId", "0")) for one in each]
        dates = frozenset(style for style, code in enumerate(used) if is_date_format(codes.get(code)))
        spans = frozenset(style for style, code in enumerate(used) if is_timedelta_format(codes.get(code)))
        return cls(dates, spans, since_1904, stale)

    def shown(self, text: str, style: int) -> Cell:
        """A number as the spreadsheet program shows it. Raises ValueError."""
        number = float(text) if set(text) & set(".eE") else int(text)
        if style in self.dates and (moment := self._moment(number, span=style in self.spans)):
            return Cell(moment)
        if isinstance(number, float):
            return Cell(str(int(number)) if number.is_integer() else repr(number), number=True)
        return Cell(str(number), number=True)

    def _moment(self, number: float, *, span: bool) -> str:
        """A day, as ISO 8601 writes it, or a time; nothing where there is no such day."""
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        try:
            found: date | time | timedelta = from_excel(
                number, MAC_EPOCH if self.since_1904 else WINDOWS_EPOCH, timedelta=span
            )
        except (OverflowError, ValueError):
            return ""
        return found.isoformat() if isinstance(found, date) else str(found)
