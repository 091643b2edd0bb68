"""Whom to trust: ICP-Brasil's roots, pinned by fingerprint, and what the operator adds for homologation."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from rpa.messages import _
from rpa.regular import read_regular

PINNED = {
    "caa53fc6091c6951887c976e378f6ef89aa6377c55d97b6475422b71ed7e9b17": "Autoridade Certificadora Raiz Brasileira v5",
    "d8478e37ce19c690cf657381e68fe600e4e1a042536830f06847e03e554c4b01": "Autoridade Certificadora Raiz Brasileira v12",
}
"""SHA-256 of the roots that company certificates hang from. v10 and v11 are for web servers only."""

_MOST_BYTES = 64 << 20
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


class TrustError(ValueError):
    """A file of trusted certificates is missing or malformed; the text is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots that count, and authorities that help to reach them. Plain bytes, so that workers can be given it."""

    extra: tuple[bytes, ...] = ()
    """Further roots, as DER, trusted because the operator said so."""
    authorities: tuple[bytes, ...] = ()
    """Certificates of authorities, as DER, to complete chains with; being here makes none of them trusted."""
    pinned: frozenset[str] = field(default_factory=lambda: frozenset(PINNED))

    @classmethod
    def load(cls, extra_roots: Path | None = None, authorities: Path | None = None) -> Trust:
        """Trust ICP-Brasil, and what the PEM file `extra_roots` holds; complete chains from the PEM `authorities`.

        `authorities` is what `rpa roots update` wrote; where it does not exist yet, chains are not completed.
        Raises TrustError.
        """
        extra = read_pem(extra_roots) if extra_roots else ()
        known = read_pem(authorities) if authorities and authorities.exists() else ()
        return cls(extra, known)

    def trusts(self, der: bytes) -> bool:
        """Whether this certificate is a root that counts."""
        return self.is_icp_brasil(der) or self.is_extra(der)

    def is_icp_brasil(self, der: bytes) -> bool:
        """Whether this certificate is one of ICP-Brasil's pinned roots."""
        return sha256(der).hexdigest() in self.pinned

    def is_extra(self, der: bytes) -> bool:
        """Whether this certificate is trusted only because the operator said so."""
        return der in self.extra


def read_pem(path: Path) -> tuple[bytes, ...]:
    """Every certificate of a PEM file, as DER. Raises TrustError with a sentence."""
    try:
        text = read_regular(path, _MOST_BYTES)
    except OSError as error:
        raise TrustError(
            _("The file of trusted roots {path} cannot be read: {why}.").format(path=path, why=error.strerror)
        ) from None
    found = tuple(_der(block, path) for block in _PEM.findall(text))
    if not found:
        raise TrustError(
            _("The file of trusted roots {path} holds no certificate in PEM (-----BEGIN CERTIFICATE-----).").format(
                path=path
            )
        )
    return found


def as_pem(der: bytes) -> str:
    """One certificate as PEM text."""
    body = base64.encodebytes(der).decode("ascii")
    return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"


def ders_in(data: bytes) -> list[bytes]:
    """The certificates that the bytes are, in DER or in PEM; what is neither is passed over."""
    if _is_one_sequence(data):
        return [data]
    return [der for der in map(_decoded, _PEM.findall(data)) if _is_one_sequence(der)]


def _der(block: bytes, path: Path) -> bytes:
    der = _decoded(block)
    if not _is_one_sequence(der):
        raise TrustError(_("A certificate in the file of trusted roots {path} is malformed.").format(path=path))
    return der


def _decoded(block: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(block.split()), validate=True)
    except binascii.Error:
        return b""


def _is_one_sequence(der: bytes) -> bool:
    """Whether the bytes are one DER SEQUENCE from beginning to end, as every certificate is."""
    if len(der) < 128 or der[0] != 0x30 or not 0x81 <= der[1] <= 0x83:
        return False
    digits = der[1] - 0x80
    return int.from_bytes(der[2 : 2 + digits], "big") == len(der) - 2 - digits
