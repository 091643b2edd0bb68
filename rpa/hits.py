"""What of a secret stands at a place where one was found, and whether it stands there by chance."""

from __future__ import annotations

import re
from typing import AnyStr

from rpa.forms import Form

SHORT, _SHORT_NUMBER, _SURE = 4, 6, 8
_WORD = re.compile(r"[0-9A-Za-z]")
_NUMBER_BEFORE, _NUMBER_AFTER = re.compile(r"\d[.,/-]?\Z"), re.compile(r"[.,/-]?\d")

BESIDE = 2
"""Characters on either side that tell whether something stands alone."""


def is_short(form: Form) -> bool:
    """Whether it stands anywhere by chance, as a word too."""
    return form.secret_length < SHORT or (form.secret_length < _SHORT_NUMBER and form.text.isdecimal())


def extent(whole: AnyStr, found_in: AnyStr, start: int, end: int) -> tuple[int, int]:
    """How much of the whole stands there, where its beginning was found, or its end."""
    if found_in[start:end] == whole[: end - start]:
        while found_in[end : end + 1] == whole[end - start : end - start + 1] and end - start < len(whole):
            end += 1
        return start, end
    while start and found_in[start - 1 : start] == whole[start - end - 1 : start - end] and end - start < len(whole):
        start -= 1
    return start, end


def counts(form: Form, before: str, after: str) -> bool:
    """Whether a form counts as found between these characters: anywhere if it is long, else as a word or a number."""
    if form.kind == "base64" or (form.secret_length >= _SURE and not form.text.isdecimal()):
        return True
    if form.text.isdecimal():
        return not _NUMBER_BEFORE.search(before) and not _NUMBER_AFTER.match(after)
    return not _WORD.match(before[-1:]) and not _WORD.match(after[:1])
