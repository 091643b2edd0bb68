"""The portal's own words, read from `words.toml`: captions, their declared synonyms, and message stems."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pages.text import fold
from pages.words_file import read_words

__all__ = ["Words", "fold"]


class Words:
    """The words of one portal, by the key under which `words.toml` has them: `words["login.email"]`."""

    def __init__(self, entries: dict[str, tuple[str, ...]]) -> None:
        self.entries = entries

    @classmethod
    @cache
    def shipped(cls) -> Words:
        """The words that ship with the pages."""
        document = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
        return cls({f"{t}.{key}": tuple(words) for t, table in document.items() for key, words in table.items()})

    @classmethod
    def overridden(cls, path: Path) -> Words:
        """The shipped words, but for the entries of a TOML file: each takes the place of the whole list of that name.

        Raises WordsFileError, which tells every bad entry with its line.
        """
        shipped = cls.shipped().entries
        return cls(shipped | read_words(path, shipped))

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return self.entries[key]

    @property
    def company_box(self) -> dict[str, tuple[str, ...]]:
        """The words by which the scripts of `pages.sight` know the company box, and what else stands in its corner."""
        return {
            "captions": self["shell.company"],
            "searches": self["shell.searches"],
            "entries": self["shell.personal"],
        }

    def guesses(self, key: str) -> tuple[str, ...]:
        """What a portal may call a thing instead, for who only looks and proposes."""
        return self.entries.get(f"guesses.{key}", ())

    def calling(self, key: str, name: str) -> Words:
        """These words, with one more name for a thing, before those that it has."""
        return Words(self.entries | {key: (name, *self.entries[key])})

    def means(self, text: str, key: str) -> bool:
        """Whether a text falls into a group of stems, such as `messages.success`."""
        folded = fold(text)
        return any(re.search(stem, folded) for stem in self[key])

    def kind_of(self, message: str) -> str | None:
        """The first group of `[messages]` that a message falls into; None where its words say nothing known."""
        groups = (key for key in self.entries if key.startswith("messages."))
        return next((key.removeprefix("messages.") for key in groups if self.means(message, key)), None)
