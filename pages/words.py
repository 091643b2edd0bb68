"""The portal's own words, read from `words.toml`: captions, their declared synonyms, and message stems."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path


def fold(text: str) -> str:
    """A text as captions are compared: no accents, no capitals, no double blanks, no closing colon or asterisk."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"\s*[:*]+$|^\*\s*", "", " ".join(bare.lower().split()))


class Words:
    """The words of one portal, by the key under which `words.toml` has them: `words["login.email"]`."""

    def __init__(self, entries: dict[str, tuple[str, ...]]) -> None:
        self._entries = entries

    @classmethod
    @cache
    def shipped(cls) -> Words:
        """The words that ship with the pages."""
        document = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
        return cls({f"{t}.{key}": tuple(words) for t, table in document.items() for key, words in table.items()})

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return self._entries[key]

    def means(self, text: str, key: str) -> bool:
        """Whether a text falls into a group of stems, such as `messages.success`."""
        folded = fold(text)
        return any(re.search(stem, folded) for stem in self[key])

    def kind_of(self, message: str) -> str | None:
        """The first group of `[messages]` that a message falls into; None where its words say nothing known."""
        groups = (key for key in self._entries if key.startswith("messages."))
        return next((key.removeprefix("messages.") for key in groups if self.means(message, key)), None)
