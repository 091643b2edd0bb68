"""The CNPJ that a company box shows as a field of its own: a number within a company's name says nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rpa.cnpj import Cnpj

_CAPTION = re.compile(r"\bCNPJ\b[^0-9A-Za-z]*$", re.IGNORECASE)
_RUN_BEFORE = re.compile(r"[^\w]*$")
_RUN_AFTER = re.compile(r"^[^\w]*")
_DIVIDES = re.compile(r"[-–—|:;/()\[\]{}·•>]|cnpj")
"""What divides a field from a name. A blank alone may stand within a name, and so may a comma, a full stop and "&"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a CNPJ stands in an entry: alone in a piece of its own, or at the start or end, with what divides it."""

    side: str
    mark: str = ""

    @property
    def strength(self) -> int:
        """2: it has a piece of its own; 1: something divides it from the name; 0: a blank alone does."""
        return 2 if self.side == "alone" else int(bool(_DIVIDES.search(self.mark)))


@dataclass(frozen=True, slots=True)
class NumberField:
    """A box whose every entry has its own CNPJ at one place.

    Where it is not `sure`, one entry alone says so, or a blank alone divides number and name: then it holds only of a
    company whose name is what stands beside the number.
    """

    place: Place
    sure: bool

    def numbers_in(self, texts: Iterable[str]) -> list[Cnpj]:
        """The different CNPJs that stand in these texts at the field's place, or in a piece of their own."""
        alone = Place("alone")
        return sorted({number for text in texts for at, number in _places(text) if at in (self.place, alone)})


def field_of(entries: Sequence[Sequence[str]], *, biased: bool = False) -> NumberField | None:
    """The field in which a box has the CNPJ of each of its entries; None where there is none, or none for certain.

    An entry is given by its pieces, or as one text. `biased`: the entries were found by what was typed, so that others
    may be otherwise.
    """
    placed = [_places_of(entry) for entry in entries]
    common = set.intersection(*(set(places) for places in placed)) if placed else set()
    if not common:
        return None
    strongest = max(place.strength for place in common)
    best = [place for place in common if place.strength == strongest]
    numbers = {tuple(places[place] for place in best) for places in placed}
    if any(len(set(ours)) > 1 for ours in numbers) or len(numbers) < len(placed):
        return None  # which of two is its own nobody can tell; nor whose it is, where two entries have it
    sure = strongest == 2 or (strongest == 1 and len(placed) > 1 and not biased)
    return NumberField(min(best, key=lambda place: (place.side, place.mark)), sure)


def own_numbers(texts: Iterable[str]) -> list[Cnpj]:
    """The different CNPJs in texts of which each may be a company's: those that are divided from any name beside."""
    return sorted({number for text in texts for at, number in _places(text) if at.strength})


def field_values(texts: Iterable[str]) -> list[Cnpj]:
    """The different CNPJs in what stands beside the caption CNPJ: alone, or before a remark that is divided from it."""
    return sorted({n for text in texts for at, n in _places(text) if at.strength and at.side in ("alone", "start")})


def beside_number(texts: Iterable[str]) -> list[str]:
    """What stands in these texts beside a CNPJ, without what divides them."""
    found = []
    for text in texts:
        for _number, start, end in Cnpj.spans(text):
            before, after = _CAPTION.sub("", text[:start]), text[end:]
            found += [_RUN_BEFORE.sub("", before).strip(), _RUN_AFTER.sub("", after).strip()]
        found += [] if Cnpj.find(text) else [text]
    return [text for text in dict.fromkeys(found) if text]


def _places_of(entry: Sequence[str]) -> dict[Place, Cnpj]:
    """The places of an entry. A piece of its own is known by which one it is, so that it is the same in all."""
    return {
        Place("alone", str(index)) if at.side == "alone" and len(entry) > 1 else at: number
        for index, piece in enumerate(entry)
        for at, number in _places(piece)
    }


@lru_cache(maxsize=8192)
def _places(text: str) -> tuple[tuple[Place, Cnpj], ...]:
    found = []
    for number, start, end in Cnpj.spans(text):
        caption = _CAPTION.search(text[:start])
        before, after = text[: caption.start() if caption else start], text[end:]
        left, right = any(map(str.isalnum, before)), any(map(str.isalnum, after))
        label = "cnpj" if caption else ""
        if not left and not right:
            found.append((Place("alone"), number))
        elif not right:
            run = _RUN_BEFORE.search(before)
            found.append((Place("end", _mark(run.group() if run else "", label, after.strip())), number))
        elif not left:
            run = _RUN_AFTER.search(after)
            found.append((Place("start", _mark((run.group() if run else "")[::-1], label, before.strip())), number))
    return tuple(found)


def _mark(run: str, label: str, around: str) -> str:
    """What divides a number from the name beside it, without what belongs to the name, such as the dot of "LTDA."."""
    divider = re.sub(r"^\S+(?=\s)", "", run).strip()
    return f"{divider}{label}{around}"
