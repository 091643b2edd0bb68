"""Texts as people compare them: without accents, capitals and double blanks."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """A text reduced to what two people would agree that it says: "  Padrão " is "padrao"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def unaccented(text: str) -> str:
    """A text without its accents, written in one with their letters or apart: "Padrão " is "Padrao "."""
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text))


def bare(text: str) -> str:
    """A text without accents and capitals, its blanks as they are: quicker than `fold`, for megabytes."""
    return unaccented(text).casefold()
