"""The address of a database, which may have a password in it: what its readers take for that, and whether all agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from rpa.secret import Secret

_WHOLE = re.compile(
    r"\w+(\+\w+)?://([^\s:/@?#]*(:[^\s:/@?#]*)?@)?(\[[^\]\s]+\]|[^\s:/@?#]*)(:\d+)?(/[^\s@#]*)?(\?[^\s#]*)?"
)
"""An address that all its readers take for the same: nothing in it may be both a password and something else."""


def is_unambiguous(url: str) -> bool:
    """Whether all readers of an address take it for the same."""
    return _WHOLE.fullmatch(url) is not None


def passwords_in(url: str) -> Iterator[Secret]:
    """What may be the password in a database's address: readers of it differ where one has a bare @, / or # in it."""
    found = {*re.findall(r"://[^:/@]*:([^@]*)@", url), *re.findall(r"://[^:/@]*:(.*)@", url)}
    found |= set(re.findall(r"[?&](?:ssl)?password=([^&#]*)", url))
    yield from (Secret(text) for each in found for text in {each, unquote(each)} if text)
