"""Texts as people compare them: without accents, capitals and double blanks."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """A text reduced to what two people would agree that it says: "  Padrão " is "padrao"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())
