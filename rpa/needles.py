"""Finds thousands of secrets at once, in any of their forms, in a text to be cleaned or in a file to be examined.

An automaton (Aho and Corasick's) reads each byte once, however many secrets there are: 2,000 of them, 100 MB a second
(`python benchmarks/gate.py`).

What counts as a hit in a file must not stand there by chance, or every run would end in quarantine:

- a secret of fewer than 4 characters, or of fewer than 6 digits only, counts right after its name (`senha=…`),
- one of fewer than 8 characters counts as a word of its own; one of digits only, as a number of its own,
- in a picture, whose bytes are as good as random, only forms of 6 bytes or more count,
- what is a part of something that everybody may read, such as a CNPJ, cannot be told from it and does not count.

A PFX file and a private key count wherever they stand, whosever they are: they are known by what all of them hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick, BytesAhoCorasick, Implementation

from rpa.forms import Encoded, Form, encoded, forms, within_base64
from rpa.secret import Secret

_SHORT, _SHORT_NUMBER, _SURE = 4, 6, 8
_LEAST_IN_PICTURES = 6
_NAMES = rb"senha|password|passwd|pwd|passphrase|chave|secret"
_KEYS = {
    "PFX": (bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("060b2a864886f70d010c0a0102")),
    "key": (b"PRIVATE KEY-----",),
}
"""In a PKCS #12 file, as its own OIDs: the data and the key bag (RFC 7292). No certificate has either."""
_WORD = re.compile(rb"[0-9A-Za-z]")
_NUMBER_BEFORE, _NUMBER_AFTER = re.compile(rb"\d[.,/-]?\Z"), re.compile(rb"[.,/-]?\d")


class Needles:
    """What to search files for. `public` are texts that stand in them by right."""

    def __init__(self, secrets: Collection[Secret], public: Collection[str] = ()) -> None:
        everybodys = "\0".join(public).casefold()
        found = dict(_of_keys())
        named: set[bytes] = set()
        for secret in set(secrets):
            hidden = secret.reveal().strip().casefold() not in everybodys
            for each in encoded(secret):
                if not hidden and each.form.kind != "base64":
                    continue
                if _is_short(each.form):
                    named.add(each.data)
                else:
                    found.setdefault(each.data, each)
        self._needles = list(found.values())
        self._automaton = BytesAhoCorasick(list(found), implementation=Implementation.ContiguousNFA)
        self._named = _after_names(named)

    def find(self, data: bytes, *, picture: bool = False) -> str | None:
        """In which form one of the secrets stands in these bytes; None if none does."""
        for place, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            needle = self._needles[place]
            if picture and len(needle.data) < _LEAST_IN_PICTURES:
                continue
            if _stands_alone(needle, data, start, end):
                return f"UTF-16 {needle.form.kind}" if needle.width == 2 else needle.form.kind
        return "named" if not picture and self._named and self._named.search(data) else None


class Cleaner:
    """Takes secrets out of texts. It errs on the safe side: what may be a secret is one."""

    def __init__(self, secrets: Collection[Secret]) -> None:
        texts = sorted({form.text for secret in secrets for form in forms(secret)}, key=len, reverse=True)
        long, short = [t for t in texts if len(t) >= _SHORT], [t for t in texts if len(t) < _SHORT]
        self._automaton = AhoCorasick(long, matchkind=MATCHKIND_LEFTMOST_LONGEST) if long else None
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None

    def clean(self, text: str) -> str:
        """The text with … in place of each secret, in any form; one of fewer than 4 characters only as a word."""
        told, after = [], 0
        for _place, start, end in self._automaton.find_matches_as_indexes(text) if self._automaton else ():
            told += [text[after:start], "…"]
            after = end
        cleaned = "".join([*told, text[after:]])
        return self._words.sub("…", cleaned) if self._words else cleaned


def _of_keys() -> Iterator[tuple[bytes, Encoded]]:
    for kind, marks in _KEYS.items():
        for mark in marks:
            for data in (mark, *within_base64(mark)):
                yield data, Encoded(Form(kind, "", len(mark)), data)


def _is_short(form: Form) -> bool:
    return form.secret_length < _SHORT or (form.secret_length < _SHORT_NUMBER and form.text.isdecimal())


def _after_names(named: Collection[bytes]) -> re.Pattern[bytes] | None:
    values = b"|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    return re.compile(rb"(?i:" + _NAMES + rb")[\"']?\s*[:=]\s*[\"']?(?:" + values + rb")(?!\w)") if named else None


def _stands_alone(needle: Encoded, data: bytes, start: int, end: int) -> bool:
    form = needle.form
    if form.kind == "base64" or (form.secret_length >= _SURE and not form.text.isdecimal()):
        return True
    before, after = data[max(0, start - 2 * needle.width) : start], data[end : end + 2 * needle.width]
    if needle.width == 2:
        before, after = before.replace(b"\0", b""), after.replace(b"\0", b"")
    if form.text.isdecimal():
        return not _NUMBER_BEFORE.search(before) and not _NUMBER_AFTER.match(after)
    return not _WORD.match(before[-1:]) and not _WORD.match(after[:1])
