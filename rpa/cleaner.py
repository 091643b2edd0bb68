"""Takes secrets out of texts, in any of their forms, many at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from rpa.forms import Form, forms, halves
from rpa.hits import BESIDE, SHORT, counts, extent
from rpa.secret import Secret
from rpa.text import bare


class Cleaner:
    """Knows secrets. It errs on the safe side: what may be one of them is one.

    `may_be_told` says of what was found that it is public: half a secret stays then, and where `spares` is set, all of
    one.
    """

    def __init__(
        self, secrets: Iterable[Secret] = (), may_be_told: Callable[[str], bool] | None = None, *, spares: bool = False
    ) -> None:
        self._may_be_told = may_be_told or (lambda _text: False)
        self._spares = spares
        self._layers: list[_Layer] = []
        self.learn(secrets)

    def learn(self, secrets: Iterable[Secret]) -> None:
        """Know these, too. A worker learns one with each client: what it knew is made anew now and then only."""
        new = list(secrets)
        while self._layers and len(self._layers[-1].secrets) <= len(new):
            new += self._layers.pop().secrets
        if new:
            self._layers.append(_Layer(new))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where secrets stand, from where to where; they may overlap."""
        if not self._layers:
            return
        plain, places = _plainly(text)
        for layer in self._layers:
            for start, end, sure in layer.find(plain):
                if (sure and not self._spares) or not self._may_be_told(plain[start:end]):
                    yield places[start], max(places[end], places[end - 1] + 1)

    def clean(self, text: str) -> str:
        """The text with … in place of each secret, and of what is half of one or more.

        A secret of fewer than 4 characters is one only as a word, half of one only where the gate would find it.
        """
        return without(text, self.places(text))


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with … in each of these places."""
    told, after = [], 0
    for start, end in sorted(places):
        if start >= after:
            told += [text[after:start], "…"]
        after = max(after, end)
    return "".join([*told, text[after:]])


class _Layer:
    """Some secrets, looked for together."""

    def __init__(self, secrets: Collection[Secret]) -> None:
        self.secrets = secrets
        found: dict[str, tuple[Form, set[str]]] = {}
        for secret in secrets:
            for text, form in _forms_of(secret):
                found.setdefault(text, (form, set()))[1].add(bare(form.whole))
        short = sorted((text for text in found if len(text) < SHORT), key=len, reverse=True)
        long = [text for text in found if len(text) >= SHORT]
        self._forms = [found[text] for text in long]
        self._automaton = AhoCorasick(long) if long else None
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None

    def find(self, plain: str) -> Iterator[tuple[int, int, bool]]:
        """Where they stand, and whether it is all of one."""
        for place, start, end in (
            self._automaton.find_matches_as_indexes(plain, overlapping=True) if self._automaton else ()
        ):
            form, wholes = self._forms[place]
            if "" in wholes:
                yield start, end, True
                continue
            first, last = max(
                (extent(whole, plain, start, end) for whole in wholes), key=lambda found: found[1] - found[0]
            )
            if counts(form, plain[max(0, first - BESIDE) : first], plain[last : last + BESIDE]):
                yield first, last, False
        if self._words:
            yield from ((*found.span(), True) for found in self._words.finditer(plain))


@lru_cache(10_000)
def _forms_of(secret: Secret) -> Sequence[tuple[str, Form]]:
    """The forms to look for, each with what it is without capitals and accents."""
    return [(bare(form.text), form) for form in (*forms(secret), *halves(secret, lambda _text: False))]


def _plainly(text: str) -> tuple[str, Sequence[int]]:
    """A text without capitals and accents, and where each of its characters, and its end, is in the text itself."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters = [bare(character) for character in text]
    return "".join(letters), [place for place, some in enumerate(letters) for _letter in some] + [len(text)]
