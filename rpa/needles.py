"""Finds thousands of secrets at once, in any of their forms, in a file to be examined.

An automaton (Aho and Corasick's) reads each byte once, however many secrets there are: see `benchmarks/gate.py`.
Capitals and accents make no difference: needles and text are both without them.

What counts as a hit must not stand there by chance, or every run would end in quarantine:

- a secret of fewer than 4 characters, or of fewer than 6 digits only, counts right after its name (`senha=…`),
- one of fewer than 8 characters counts as a word of its own; one of digits only, as a number of its own,
- the first or the last half of one counts as a secret does that is so long, with whatever more of it stands there,
- in a picture, whose bytes are as good as random, only forms of 6 bytes or more count, and of 8 in other capitals,
- what is a part of something that everybody may read, such as a CNPJ, cannot be told from it and does not count.

A PFX file and a private key count wherever they stand, whosever they are: they are known by what all of them hold.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator

from ahocorasick_rs import BytesAhoCorasick, Implementation

from rpa.forms import Encoded, Form, encoded, encoded_otherwise, within_base64
from rpa.hits import BESIDE, counts, extent, is_short
from rpa.public import among
from rpa.secret import Secret
from rpa.text import bare

_PACKED = ("base64", "hex")  # in which no text stands by right
_LEAST_IN_PICTURES, _LEAST_OTHERWISE_IN_PICTURES = 6, 8
_NAMES = rb"senha|password|passwd|pwd|passphrase|chave|secret"
_KEYS = {
    "PFX": (bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("060b2a864886f70d010c0a0102")),
    "key": (b"PRIVATE KEY-----",),
}
"""In a PKCS #12 file, as its own OIDs: the data and the key bag (RFC 7292). No certificate has either."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Needles:
    """What to search files for. `public` are texts that stand in them by right.

    `names` stand there by right, too, but may hold a secret all the same: only half of one is not looked for in them.
    """

    def __init__(self, secrets: Collection[Secret], public: Collection[str] = (), names: Collection[str] = ()) -> None:
        is_public, is_named = among(public), among((*public, *names))
        found: dict[bytes, Encoded] = {}
        named: set[bytes] = set()
        for secret in set(secrets):
            hidden = not is_public(secret.reveal())
            for each in (*encoded(secret), *encoded_otherwise(secret, is_named)):
                if not hidden and each.form.kind not in _PACKED:
                    continue
                keys = [each.data.lower()]
                if not each.data.isascii():
                    keys += filter(None, [bare(each.form.text).encode()])
                if is_short(each.form):
                    named.update(keys)
                else:
                    for key in keys:
                        found.setdefault(key, each)
        for each in _of_keys():
            found[each.data.lower()] = each
        self._needles = [(each, _whole(each, key)) for key, each in found.items()]
        self._automaton = BytesAhoCorasick(list(found), implementation=Implementation.ContiguousNFA)
        self._named = _after_names(named)

    def find(self, data: bytes, *, picture: bool = False) -> str | None:
        """In which form one of the secrets stands in these bytes, or half of it; None if none does."""
        for view in _views(data, picture=picture):
            for place, start, end in self._automaton.find_matches_as_indexes(view, overlapping=True):
                needle, whole = self._needles[place]
                if picture and not _is_no_noise(needle, data[start:end]):
                    continue
                if _counts(needle, view, *(extent(whole, view, start, end) if whole else (start, end))):
                    return f"UTF-16 {needle.form.kind}" if needle.width == 2 else needle.form.kind
            if not picture and self._named and self._named.search(view):
                return "named"
        return None


def _of_keys() -> Iterator[Encoded]:
    for kind, marks in _KEYS.items():
        for mark in marks:
            for data in (mark, *map(str.encode, within_base64(mark))):
                yield Encoded(Form(kind, "", len(mark)), data)


def _whole(needle: Encoded, key: bytes) -> bytes:
    """All of the secret of which this is half, as it is written where the half was found by this key."""
    if not needle.form.whole:
        return b""
    return bare(needle.form.whole).encode() if key == bare(needle.form.text).encode() else needle.whole.lower()


def _views(data: bytes, *, picture: bool) -> Iterator[bytes]:
    """The bytes in small letters, as they are but for that; then, as text in each way to read it, without accents."""
    yield data.lower()
    if not picture and (not data.isascii() or b"\0" in data):
        yield from (bare(text).encode() for text in _texts(data))


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(_UTF_16):
        yield data.decode("utf-16", errors="replace")
        return
    letters = data.translate(None, b"\0")  # of UTF-16 without its mark, and between the fields of a database
    try:
        yield letters.decode()
    except UnicodeDecodeError:
        yield from (letters.decode("utf-8", errors="replace"), letters.decode("cp1252", errors="replace"))


def _after_names(named: Collection[bytes]) -> re.Pattern[bytes] | None:
    values = b"|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    return re.compile(rb"(?:" + _NAMES + rb")[\"']?\s*[:=]\s*[\"']?(?:" + values + rb")(?!\w)") if named else None


def _is_no_noise(needle: Encoded, seen: bytes) -> bool:
    """Whether a picture's bytes are no needle by chance."""
    length = len(needle.data)
    return length >= _LEAST_OTHERWISE_IN_PICTURES or (length >= _LEAST_IN_PICTURES and seen == needle.data)


def _counts(needle: Encoded, view: bytes, start: int, end: int) -> bool:
    beside = BESIDE * needle.width
    before, after = view[max(0, start - beside) : start], view[end : end + beside]
    if needle.width == 2:
        before, after = before.replace(b"\0", b""), after.replace(b"\0", b"")
    return counts(needle.form, before.decode("latin-1"), after.decode("latin-1"))
