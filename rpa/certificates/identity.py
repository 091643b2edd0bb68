"""Whether what a portal shows of a certificate, its serial number or its fingerprint, is this certificate's own."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

from .examination import Certificate

_SHORTEST = 8
"""Hexadecimal digits below which a number is no serial number of an authority's: it may count the rows of the list."""

_SEPARATORS = re.compile(r"[\s:.\-]|^0x|h$", re.IGNORECASE)
_HEX = re.compile(r"[0-9A-F]+")


def is_shown(certificate: Certificate, serial: str | None, fingerprint: str | None) -> bool | None:
    """Whether the portal shows this certificate. None where it shows neither, or not in a form that is known.

    A serial number may be hexadecimal or decimal; a fingerprint SHA-1 or SHA-256, in hexadecimal or base64. Where
    one of the two is another certificate's, the row is.
    """
    told = [_is_serial(certificate, serial or ""), _is_fingerprint(certificate, fingerprint or "")]
    return False if False in told else True if True in told else None


def _is_serial(certificate: Certificate, text: str) -> bool | None:
    shown, own = _bare(text), certificate.serial.lstrip("0")
    if not _HEX.fullmatch(shown):
        return None
    if shown.lstrip("0") == own or (shown.isdigit() and int(shown) == int(own or "0", 16)):
        return True
    return False if len(shown) >= _SHORTEST else None


def _is_fingerprint(certificate: Certificate, text: str) -> bool | None:
    shown = _bare(text)
    if not _HEX.fullmatch(shown):
        try:
            shown = base64.b64decode(text.strip(), validate=True).hex().upper()
        except (binascii.Error, ValueError):
            return None
    own = {len(each): each.upper() for each in (certificate.thumbprint, certificate.fingerprint)}
    return shown == own[len(shown)] if len(shown) in own and shown else None


def _bare(text: str) -> str:
    """The digits alone, in capitals, without what stands between them or cannot be seen."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _SEPARATORS.sub("", seen.strip()).upper()
