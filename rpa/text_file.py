"""The text of a file that people write, in whichever encoding their program saved it."""

from __future__ import annotations

from rpa.messages import _


class TextError(ValueError):
    """The bytes are no text, or a damaged one; says in which line, and why."""


def text_of(content: bytes) -> str:
    """The text: UTF-16 with its mark, UTF-8 with or without, else Windows-1252. Raises TextError."""
    text = _decoded(content)
    if "\x00" in text:
        raise TextError(_("line {line} has a NUL byte, as no text has").format(line=_line(text[: text.index("\x00")])))
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            whole = content[: error.start - error.start % 2]
            raise _damaged(whole.decode("utf-16", errors="ignore"), "UTF-16") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        if content.startswith(b"\xef\xbb\xbf") or not before.isascii():  # else its letters would be read as others
            raise _damaged(before.decode(errors="replace"), "UTF-8") from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _damaged(content[: error.start].decode("cp1252", errors="replace"), "Windows-1252") from None


def _damaged(before: str, encoding: str) -> TextError:
    """What is said of a file that is in an encoding up to the end of `before`, and then no more."""
    text = _("line {line} is torn or damaged, for it is no longer {encoding}")
    return TextError(text.format(line=_line(before), encoding=encoding))


def _line(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
