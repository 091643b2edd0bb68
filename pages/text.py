"""How two texts are compared as a person compares captions."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """A text as captions are compared: no accents, no capitals, no double blanks, no closing colon or asterisk."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"\s*[:*]+$|^\*\s*", "", " ".join(bare.lower().split()))
