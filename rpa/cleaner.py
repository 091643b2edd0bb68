"""Takes secrets out of texts, in any of their forms, many at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from rpa.forms import Form, IsPublic, forms, halves
from rpa.hits import BESIDE, SHORT, counts, extent, public_among
from rpa.secret import Secret
from rpa.text import bare


class Cleaner:
    """Knows these secrets. It errs on the safe side: what may be one of them is one.

    `public` are texts that may be told: half a secret that is a part of one of them stays.
    """

    def __init__(self, secrets: Collection[Secret], public: Collection[str] = ()) -> None:
        is_public = public_among(public) if public else None
        found: dict[str, Form] = {}
        for secret in secrets:
            found |= _forms_of(secret) if is_public is None else _made(secret, is_public)
        short = sorted((text for text in found if len(text) < SHORT), key=len, reverse=True)
        self._forms = [(form, bare(form.whole)) for text, form in found.items() if len(text) >= SHORT]
        self._automaton = AhoCorasick([text for text in found if len(text) >= SHORT]) if self._forms else None
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None

    def clean(self, text: str) -> str:
        """The text with … in place of each secret, and of what is half of one or more.

        A secret of fewer than 4 characters is one only as a word, half of one only where the gate would find it.
        """
        told, after = [], 0
        for start, end in sorted(self._places(text)):
            if start >= after:
                told += [text[after:start], "…"]
            after = max(after, end)
        return "".join([*told, text[after:]])

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where secrets stand; they may overlap."""
        if self._automaton is None and self._words is None:
            return
        plain, places = _plain(text)
        for start, end in self._found(plain):
            yield places[start], max(places[end], places[end - 1] + 1)

    def _found(self, plain: str) -> Iterator[tuple[int, int]]:
        if self._automaton:
            for place, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
                form, whole = self._forms[place]
                if whole:
                    start, end = extent(whole, plain, start, end)  # noqa: PLW2901 - more of it is there
                    if not counts(form, plain[max(0, start - BESIDE) : start], plain[end : end + BESIDE]):
                        continue
                yield start, end
        if self._words:
            yield from (found.span() for found in self._words.finditer(plain))


def _made(secret: Secret, is_public: IsPublic) -> dict[str, Form]:
    """The forms to look for, by what they are without capitals and accents."""
    found: dict[str, Form] = {}
    for form in (*forms(secret), *halves(secret, is_public)):
        found.setdefault(bare(form.text), form)
    return found


@lru_cache(10_000)
def _forms_of(secret: Secret) -> dict[str, Form]:
    """Kept: a worker learns a secret with each client, and knows thousands in the end."""
    return _made(secret, lambda _text: False)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """A text without capitals and accents, and where each of its characters, and its end, is in the text itself."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters = [bare(character) for character in text]
    return "".join(letters), [place for place, some in enumerate(letters) for _letter in some] + [len(text)]
