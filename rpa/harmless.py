"""Texts from outside (the portal's words, names of companies and files) as a terminal may be shown them.

A terminal obeys control characters: they clear the screen, forge lines, or set its title. Marks of direction and signs
of no width show a name as another one.
"""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TextIO

_UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2064\u3164\ufeff\uffa0\U000e0100-\U000e01ef"
)
_PICTURES = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufff0-\ufff8"
_TAGS = "\U000e0000-\U000e007f"
_DROPPED = re.compile(rf"[{_UNSEEN}]|(?<![{_PICTURES}\ufe0f])\u200d|\u200d(?![{_PICTURES}])")
"""What has no width; a joiner stays between pictures, of which it makes one."""

_REPLACED = re.compile(rf"[{_CONTROLS}{_DIRECTIONS}]|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]")
"""What commands or turns round; tags stay behind the flag that they make another one."""

_NEITHER = re.compile(rf"{_DROPPED.pattern}|{_REPLACED.pattern}")


def harmless(text: str) -> str:
    """The text without what a terminal would obey, each shown as �, and without what has no width. Lines stay lines."""
    if text.isascii() and text.isprintable():
        return text
    return _REPLACED.sub("\N{REPLACEMENT CHARACTER}", _DROPPED.sub("", text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """The same in one line, however many there are in it: a name with a line end in it makes no line of its own."""
    return " ".join(harmless(text).split("\n"))


def json_line(value: object) -> str:
    """A value as one line of JSON, in which such characters are escapes: who reads it has every one of them."""
    return _NEITHER.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1] if found[0] != "\x7f" else "\\u007f"


class HarmlessStream(io.TextIOWrapper):
    """A standard stream to which only what is harmless is written. `plain` is for who writes commands of their own."""

    def __init__(self, plain: io.TextIOWrapper) -> None:
        plain.reconfigure(write_through=True)  # else what is written here and there would change its order
        super().__init__(
            plain.buffer, plain.encoding, plain.errors, line_buffering=plain.line_buffering, write_through=True
        )
        self.plain = plain

    def write(self, text: str) -> int:
        """Write it. Raises OSError."""
        super().write(harmless(text))
        return len(text)


def guard_streams() -> None:
    """From here on nothing that is printed, by whomever, commands the terminal."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, HarmlessStream):
            setattr(sys, name, HarmlessStream(stream))


def plain(stream: TextIO) -> TextIO:
    """The stream below, for tables in colours, of which every cell was made harmless."""
    return stream.plain if isinstance(stream, HarmlessStream) else stream
