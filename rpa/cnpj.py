"""The CNPJ, number of a Brazilian company: text of 14 characters, letters included since July 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum.br import cnpj as _rules

_SEPARATORS = re.compile(r"[\s./\-]+")
_SHAPE = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_WRITTEN = re.compile(
    r"(?<![0-9A-Z])[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}(?![0-9A-Z])", re.IGNORECASE
)


class InvalidCnpjError(ValueError):
    """The text is no CNPJ: it has not 14 characters of the right kind, or its check digits do not agree."""


@dataclass(frozen=True, slots=True, order=True)
class Cnpj:
    """A valid CNPJ, kept as its 14 bare characters: there is no `Cnpj` whose check digits do not agree.

    Letters follow Instrução Normativa RFB 2.229/2024: modulus 11 over `ord(character) - 48`.
    """

    text: str

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(self.text) or not _rules.is_valid(self.text):
            raise InvalidCnpjError(self.text)

    @classmethod
    def parse(cls, written: str) -> Cnpj:
        """Read a CNPJ as people write it, masked or bare, in capitals or not. Raises InvalidCnpjError."""
        return cls(_SEPARATORS.sub("", written).upper())

    @classmethod
    def find(cls, text: str) -> list[Cnpj]:
        """Every valid CNPJ that stands whole in a text, in reading order, each once."""
        return list(dict.fromkeys(number for number, _start, _end in _found(text)))

    @classmethod
    def spans(cls, text: str) -> tuple[tuple[Cnpj, int, int], ...]:
        """Every place at which a valid CNPJ stands whole in a text: the number, where it begins, and where it ends."""
        return _found(text)

    @property
    def root(self) -> str:
        """The first 8 characters, shared by matriz and filiais, which may share a certificate too."""
        return self.text[:8]

    @property
    def masked(self) -> str:
        """As documents print it: 12.ABC.345/01DE-35."""
        t = self.text
        return f"{t[:2]}.{t[2:5]}.{t[5:8]}/{t[8:12]}-{t[12:]}"

    def __str__(self) -> str:
        return self.masked


def is_cnpj(text: str) -> bool:
    """Whether a text is a valid CNPJ and nothing else, masked or bare."""
    if not 14 <= len(text.strip()) <= 20:  # most texts are not, and their check digits need not be reckoned
        return False
    try:
        Cnpj.parse(text)
    except InvalidCnpjError:
        return False
    return True


@lru_cache(maxsize=8192)
def _found(text: str) -> tuple[tuple[Cnpj, int, int], ...]:
    """Kept: all companies of a portal are looked through for every client, which takes 20 ms for each 1,000."""
    found = []
    for match in _WRITTEN.finditer(text):
        try:
            found.append((Cnpj.parse(match.group()), match.start(), match.end()))
        except InvalidCnpjError:
            continue
    return tuple(found)
