"""How alike two names of a company are: a box may show another of its names than a file does, and may cut it."""

from __future__ import annotations

import re

from rpa.text import fold

_TELLING = 8  # characters of a name that was cut by which it is known again


def alike(name: str, text: str) -> float:
    """How much a box's text may be this name, both folded: it may be cut, or the name's beginning only."""
    text = _start(text)
    if name == text:
        return 2
    shorter, longer = sorted((name, text), key=len)
    return (
        1 + len(shorter) / 1000
        if shorter and longer.startswith(shorter)
        else len(set(name.split()) & set(text.split())) / 100
    )


def same_name(text: str, written: str) -> bool:
    """Whether a box's text is what is written elsewhere, either of them perhaps cut."""
    a, b = _start(fold(text)), _start(fold(written))
    cut = min(len(a), len(b)) >= _TELLING and (a.startswith(b) or b.startswith(a))
    return len(a) >= 3 and len(b) >= 3 and (a == b or cut)


def is_name(text: str, name: str) -> bool:
    """Whether a text is this name and nothing more, the text perhaps cut."""
    start, whole = _start(fold(text)), fold(name)
    return bool(start) and (start == whole or (len(start) >= _TELLING and whole.startswith(start)))


def _start(text: str) -> str:
    """A folded name without the dots that stand for what was cut off."""
    return re.sub(r"\s*(\.{2,}|…)$", "", text)
