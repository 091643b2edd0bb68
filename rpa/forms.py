"""The forms in which a secret may come to be written down: as it is, or as some format, address or encoding has it."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from rpa.secret import Secret

_WITHIN_BASE64 = 10  # characters: a shorter piece stands in the base64 of any picture by chance


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a secret: `kind` names it in messages; `secret_length` is that of the secret, in characters."""

    kind: str
    text: str
    secret_length: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A form as bytes; `width` is how many of them a character takes (2 in UTF-16)."""

    form: Form
    data: bytes
    width: int = 1


def forms(secret: Secret) -> Iterator[Form]:
    """A secret raw, with its blanks folded as on a page, escaped for HTML, JSON and addresses, and in base64."""
    raw = _writable(secret)
    if not raw.strip():
        return
    seen: set[str] = set()
    for kind, text in _written(raw):
        if text not in seen:
            seen.add(text)
            yield Form(kind, text, len(raw.strip()))


def encoded(secret: Secret) -> Iterator[Encoded]:
    """All forms as they lie in a file: UTF-8, the code page of Brazil's Windows, UTF-16, and within other base64."""
    seen: set[bytes] = set()
    for form in forms(secret):
        for data, width in _in_bytes(form):
            if data not in seen:
                seen.add(data)
                yield Encoded(form, data, width)
    raw = _writable(secret)
    for data in {raw.encode(), raw.encode("utf-16-le")} if raw.strip() else ():
        for piece in within_base64(data):
            if piece not in seen:
                seen.add(piece)
                yield Encoded(Form("base64", piece.decode(), len(raw)), piece)


def _writable(secret: Secret) -> str:
    """The secret without the half characters that an environment variable may hold, and no file can."""
    return secret.reveal().encode("utf-8", errors="replace").decode("utf-8")


def _written(raw: str) -> Iterator[tuple[str, str]]:
    yield from (("raw", raw), ("raw", raw.strip()), ("raw", " ".join(raw.split())))
    for text in (html.escape(raw), html.escape(raw, quote=False), escape(raw, {'"': "&quot;"})):
        yield "HTML", text
    yield "HTML", html.escape(raw).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    for text in (json.dumps(raw)[1:-1], json.dumps(raw, ensure_ascii=False)[1:-1]):
        yield "JSON", text
        yield "JSON", re.sub(r"\\u[0-9a-f]{4}", lambda found: "\\u" + found[0][2:].upper(), text)
    for text in _in_addresses(raw):
        yield "URL", text
        yield "URL", re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), text)
    for data in (raw.encode(), raw.encode("utf-16-le")):
        yield "base64", base64.b64encode(data).decode()
        yield "base64", base64.urlsafe_b64encode(data).decode()


def _in_addresses(raw: str) -> Iterator[str]:
    for encoding in ("utf-8", "cp1252"):  # an old GeneXus page is not in UTF-8
        yield quote(raw, encoding=encoding, errors="replace")
        yield quote(raw, safe="", encoding=encoding, errors="replace")
        yield quote_plus(raw, encoding=encoding, errors="replace")


def _in_bytes(form: Form) -> Iterator[tuple[bytes, int]]:
    yield form.text.encode("utf-8"), 1
    yield form.text.encode("cp1252", errors="replace"), 1
    yield form.text.encode("utf-16-le"), 2
    if form.kind == "raw":
        yield form.text.encode("utf-16-be"), 2


def within_base64(data: bytes) -> Iterator[bytes]:
    """What is left of the data in the base64 of something longer, at each of the three places where it may begin."""
    for before in range(3):
        written = base64.b64encode(bytes(before) + data)
        start, end = -(-before * 8 // 6), (before + len(data)) * 8 // 6
        if end - start >= _WITHIN_BASE64:
            yield written[start:end]
