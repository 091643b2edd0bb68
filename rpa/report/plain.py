"""Texts from outside (company names, the portal's words) made harmless for files that are not web pages."""

from __future__ import annotations

import re

_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # full-width ones too: Excel takes them in Asia
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CELL = 32_767  # characters that Excel keeps in a cell


def for_xml(text: str) -> str:
    """The text without the characters that XML 1.0 forbids, each shown as �. Escaping is the writer's part."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def whole(text: str) -> str:
    """The text without halves of characters, where a page has cut it within one: UTF-8 cannot write them."""
    return text.encode(errors="replace").decode()


def for_cell(text: str) -> str:
    """The text as a spreadsheet may hold it: an apostrophe before what a program would take for a formula.

    So it stays harmless when the sheet is saved as CSV and opened again (OWASP, CSV Injection).
    """
    harmless = for_xml(text)
    return (f"'{harmless}" if harmless.lstrip(" ").startswith(_FORMULA) else harmless)[:_CELL]
