"""The forms in which a secret may come to be written down: as it is, or as some format, address or encoding has it.

Letter case and accents are no disguise: whoever compares does so with `rpa.text.bare` on both sides. Only an encoding
hides the letters: `Ã` and `ã` have nothing in common in JSON, in an address or in base64, so both are made there.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize
from urllib.parse import quote
from xml.sax.saxutils import escape

from rpa.secret import Secret
from rpa.text import bare, unaccented

_WITHIN_BASE64 = 10  # characters: a shorter piece stands in the base64 of any picture by chance
_LEAST_SPELT = 4  # characters: three letters with blanks between, or the hex of three, stand anywhere by chance
_LEAST_HALF, _LEAST_HALF_NUMBER = 5, 6  # letters and digits: fewer of them say nothing of whose they are

IsPublic = Callable[[str], bool]
"""Whether a text stands in files by right."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a secret: `kind` names it in messages; `secret_length` is that of the secret, in characters.

    Where it is but the beginning of a secret, or its end, `whole` is how all of it is written.
    """

    kind: str
    text: str
    secret_length: int
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A form as bytes; `width` is how many of them a character takes (2 in UTF-16).

    `whole` is as in its form.
    """

    form: Form
    data: bytes
    width: int = 1
    whole: bytes = b""


def forms(secret: Secret) -> Iterator[Form]:
    """A secret raw, with other blanks, escaped for HTML, JSON and addresses, in hex and in base64.

    Where some differ by case and accents alone, one stands for all of them.
    """
    raw = _writable(secret)
    if not raw.strip():
        return
    ways = ((_plain, _accents(raw)), (_spelt, [raw]), (_base64, _cases(raw)))
    written = (each for write, spellings in ways for spelling in spellings for each in write(spelling))
    yield from _unlike(Form(kind, text, len(raw.strip())) for kind, text in written)


def halves(secret: Secret, is_public: IsPublic) -> Iterator[Form]:
    """The beginning of a secret and its end, half of each, in the same forms: what was cut off holds one of them.

    Each has five letters or digits, or six digits, and is so much longer than half as it takes to be public no more.
    """
    raw = _writable(secret)
    yield from _unlike(
        Form(kind, text, len(half), whole)
        for spelling in _accents(raw)
        for half in _cut(spelling, is_public)
        for (kind, text), (_kind, whole) in zip(_plain(half), _plain(spelling), strict=True)
        if whole.startswith(text) or whole.endswith(text)
    )
    for half in _cut(raw, is_public):
        yield from (Form("base64", text, len(half)) for text in within_base64(half.encode()))


def encoded(secret: Secret) -> Iterator[Encoded]:
    """A secret as it is, in all forms as they lie in a file: UTF-8, Brazil's Windows, UTF-16, within other base64."""
    raw = _writable(secret)
    if raw.strip():
        written = (each for write in (_plain, _spelt, _base64) for each in write(raw))
        yield from _in_bytes(Form(kind, text, len(raw.strip())) for kind, text in written)


def encoded_otherwise(secret: Secret, is_public: IsPublic) -> Iterator[Encoded]:
    """The same of what is as good as the secret: spelt with other capitals or accents, or half of it."""
    return _in_bytes((*forms(secret), *halves(secret, is_public)))


def within_base64(data: bytes) -> Iterator[str]:
    """What is left of the data in the base64 of something longer, at each of the three places where it may begin."""
    for before in range(3):
        written = base64.b64encode(bytes(before) + data).decode()
        start, end = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        if end - start >= _WITHIN_BASE64:
            yield written[start:end]


def _writable(secret: Secret) -> str:
    """The secret without the half characters that an environment variable may hold, and no file can."""
    return secret.reveal().encode("utf-8", errors="replace").decode("utf-8")


def _cases(raw: str) -> Iterable[str]:
    """In which letters it may be written before it is encoded."""
    return dict.fromkeys((raw, raw.lower(), raw.upper(), raw.title(), unaccented(raw)))


def _accents(raw: str) -> Iterable[str]:
    """The same where letters stay as they are, but for those with accents: these may be a letter and an accent, too."""
    return [raw] if raw.isascii() else dict.fromkeys((*_cases(raw), normalize("NFC", raw), normalize("NFD", raw)))


def _cut(raw: str, is_public: IsPublic) -> Iterator[str]:
    """The shortest beginning and the shortest end, of half or more, that tell whose they are."""
    lengths = range((len(raw) + 1) // 2, len(raw))
    for pieces in ((raw[:length] for length in lengths), (raw[-length:] for length in lengths)):
        yield from islice((piece for piece in pieces if _tells(piece) and not is_public(piece)), 1)


def _tells(piece: str) -> bool:
    said = [character for character in piece if character.isalnum()]
    return len(said) >= (_LEAST_HALF_NUMBER if piece.isdecimal() else _LEAST_HALF)


def _plain(raw: str) -> Iterator[tuple[str, str]]:
    yield from (("raw", raw), ("raw", raw.strip()), ("raw", " ".join(raw.split())))
    for text in (html.escape(raw), html.escape(raw, quote=False), escape(raw, {'"': "&quot;"})):
        yield "HTML", text
    yield "HTML", html.escape(raw).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    for text in (json.dumps(raw)[1:-1], json.dumps(raw, ensure_ascii=False)[1:-1]):
        yield "JSON", text
    for encoding in ("utf-8", "cp1252"):  # an old GeneXus page is not in UTF-8
        for safe in ("/", ""):
            written = quote(raw, safe=safe, encoding=encoding, errors="replace")
            yield from (("URL", written), ("URL", written.replace("%20", "+")))


def _spelt(raw: str) -> Iterator[tuple[str, str]]:
    """Letter by letter."""
    if len(raw.strip()) < _LEAST_SPELT:
        return
    yield from (("spaced", " ".join(raw)), ("spaced", " ".join("".join(raw.split()))))
    for data in (raw.encode(), raw.encode("cp1252", errors="replace")):
        yield from (("hex", data.hex()), *(("hex", data.hex(mark)) for mark in " :-"))


def _base64(raw: str) -> Iterator[tuple[str, str]]:
    for data in (raw.encode(), raw.encode("utf-16-le")):
        yield "base64", base64.b64encode(data).decode()
        yield "base64", base64.urlsafe_b64encode(data).decode()
        yield from (("base64", within) for within in within_base64(data))


def _unlike(found: Iterable[Form]) -> Iterator[Form]:
    """Without those that differ from an earlier one by case and accents alone, or say nothing without accents."""
    seen, plain_ones = set[tuple[str, str]](), set[tuple[str, str]]()
    for form in found:
        if (form.text, form.whole) in seen:  # most of them, and much quicker told than by the next line
            continue
        seen.add((form.text, form.whole))
        plain = bare(form.text), bare(form.whole)
        if plain[0] and plain not in plain_ones:
            plain_ones.add(plain)
            yield form


def _in_bytes(written: Iterable[Form]) -> Iterator[Encoded]:
    """Each form in each encoding, once."""
    seen: set[bytes] = set()
    for form in written:
        codes = ("utf-8", "cp1252", "utf-16-le", "utf-16-be") if form.kind == "raw" else ("utf-8", "cp1252")
        for code in codes:
            data = form.text.encode(code, errors="replace")
            if data not in seen:
                seen.add(data)
                whole = form.whole.encode(code, errors="replace")
                yield Encoded(form, data, 2 if code.startswith("utf-16") else 1, whole)
