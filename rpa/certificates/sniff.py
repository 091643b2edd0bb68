"""What a file is that was sent under the name of a PFX, told by its first bytes."""

from __future__ import annotations

import base64
import binascii
import re

from .examination import RefusedError
from .reasons import Reason, Rule, file

_MAGIC: tuple[tuple[bytes, Rule], ...] = (
    (b"PK\x03\x04", file.ZIP),
    (b"PK\x05\x06", file.ZIP),
    (b"%PDF", file.PDF),
    (b"\xfe\xed\xfe\xed", file.JKS),
    (b"\xce\xce\xce\xce", file.JKS),
    (b"Rar!", file.RAR),
    (b"7z\xbc\xaf\x27\x1c", file.RAR),
    (b"\x1f\x8b", file.RAR),
    (b"\xd0\xcf\x11\xe0", file.ZIP),  # Office before 2007
    (b"\x89PNG", file.PICTURE),
    (b"\xff\xd8\xff", file.PICTURE),
    (b"GIF8", file.PICTURE),
)
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END", re.DOTALL)
_HTML = re.compile(rb"<(!doctype html|html|head|body|script|\?xml|!--)", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
_BOMS = b"\xef\xbb\xbf"

_PKCS7 = bytes.fromhex("06092a864886f70d0107")  # the arc of all PKCS#7 content types


def unwrap(data: bytes) -> tuple[bytes, list[Reason]]:
    """The PFX's own bytes, out of Base64 if need be, with what there is to say of that. Raises RefusedError.

    What comes back begins as a PFX does; whether it is one is the container's to tell.
    """
    if not data:
        raise RefusedError(file.EMPTY())
    for magic, rule in _MAGIC:
        if data.startswith(magic):
            raise RefusedError(rule())
    if data[0] == 0x30:
        return _refuse_other_der(data), []
    return _unwrap_text(data.removeprefix(_BOMS).strip())


def _unwrap_text(text: bytes) -> tuple[bytes, list[Reason]]:
    if _HTML.match(text):
        raise RefusedError(file.HTML())
    pem = _PEM.search(text)
    if pem and pem[1] not in (b"PKCS12", b"PFX"):
        raise RefusedError(file.PEM())
    body = pem[2] if pem else text
    if not _BASE64.fullmatch(body):
        raise RefusedError(file.NOT_A_PFX())
    try:
        inner = base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        raise RefusedError(file.NOT_A_PFX()) from None
    if not inner.startswith(b"\x30"):
        raise RefusedError(file.NOT_A_PFX())
    return _refuse_other_der(inner), [file.BASE64()]


def _refuse_other_der(data: bytes) -> bytes:
    """Tell the other things apart that begin with a SEQUENCE, by the shape of their first element."""
    first = _skip_header(data)
    head = data[first : first + 32]
    if head.startswith(b"\x02\x01\x03"):  # version 3: a PFX
        return data
    if head.startswith(_PKCS7):
        raise RefusedError(file.P7B())
    if head.startswith(b"\x02\x01"):  # version 0 or 1: a private key
        raise RefusedError(file.KEY_ALONE())
    if head.startswith(b"\x30"):
        inner = head[_skip_header(head) :]
        if inner.startswith((b"\xa0\x03\x02\x01", b"\x02")):  # a certificate's version or serial number
            raise RefusedError(file.CER())
        if inner.startswith(b"\x06"):  # an algorithm: an encrypted private key
            raise RefusedError(file.KEY_ALONE())
    raise RefusedError(file.NOT_A_PFX())


def _skip_header(data: bytes) -> int:
    """Where the content of the first element begins."""
    length = data[1] if len(data) > 1 else 0
    return 2 + (length - 0x80 if 0x80 < length < 0x85 else 0)
