"""Opens one PFX: `cryptography` first, and by hand what it refuses though the password is right."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)

from . import sniff
from .container import MALFORMED, Bags, Container
from .examination import RefusedError
from .pbe import Spelling
from .reasons import Reason, file

MAX_SIZE = 1024 * 1024


@dataclass(slots=True)
class Opened:
    """What came out of a file: certificates as DER, the public half of each key, and what there is to say."""

    certificates: list[bytes]
    keys: list[bytes | None]
    """SubjectPublicKeyInfo of each private key in file order; None where the key is damaged."""
    notes: list[Reason] = field(default_factory=list)


def open_pfx(data: bytes, password: str) -> Opened:
    """Open a PFX. Raises RefusedError with the reason where it cannot be."""
    if "\0" in password:  # cryptography panics at it, and prints the password
        raise RefusedError(file.PASSWORD_NUL())
    container, notes = container_of(data)
    opened = _by_library(container, password) or _by_hand(container, password)
    if not password:
        notes.append(file.PASSWORD_EMPTY())
    opened.notes = [*notes, *container.notes, *opened.notes]
    return opened


def container_of(data: bytes) -> tuple[Container, list[Reason]]:
    """The container that the bytes are, or that they wrap, and what there is to say of the wrapping."""
    if len(data) > MAX_SIZE:
        raise RefusedError(file.TOO_LARGE(size=len(data), limit=MAX_SIZE))
    inner, notes = sniff.unwrap(data)
    return Container(inner), notes


def opens(container: Container, spelling: Spelling) -> bool:
    """Whether this spelling of the password opens the container. Raises RefusedError where the check sum is damaged."""
    agrees = container.opens_with(spelling)
    if agrees is None:
        return container.decrypts_with(spelling)
    if not agrees and container.decrypts_with(spelling):
        raise RefusedError(file.CORRUPT())  # the password is right, the check sum is not
    return agrees


def _by_library(container: Container, password: str) -> Opened | None:
    """The quick way, which checks the key too; None where the slow way has to look."""
    if container.open_key_count != 1:
        return None  # the library would show the first key only
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it warns of is told by the container itself
            found = pkcs12.load_pkcs12(container.data, password.encode())
            certificates = [each.certificate for each in (found.cert, *found.additional_certs) if each]
            ders = [each.public_bytes(Encoding.DER) for each in certificates]
    except (*MALFORMED, UnsupportedAlgorithm):
        return None
    if found.key is None or container.room_beside(ders):
        return None
    return Opened(ders, [_public_half(found.key)])


def _by_hand(container: Container, password: str) -> Opened:
    spelling, notes = _spelling_thatopens(container, password)
    try:
        bags = container.bags(spelling)
    except MALFORMED:
        raise RefusedError(file.CORRUPT()) from None
    return Opened(bags.certificates, _checked(bags), notes)


def _spelling_thatopens(container: Container, password: str) -> tuple[Spelling, list[Reason]]:
    """How the password has to be written to open the container. Raises RefusedError where no way does."""
    exact = Spelling.of(password)
    if opens(container, exact):
        return exact, []
    for spelling in Spelling.old(password):
        if opens(container, spelling):
            return spelling, [file.PASSWORD_ACCENTS()]
    stripped = password.strip()
    if stripped != password:
        for spelling in (Spelling.of(stripped), *Spelling.old(stripped)):
            if opens(container, spelling):
                return spelling, [file.PASSWORD_BLANK()]
    raise RefusedError(file.PASSWORD_WRONG())


def _checked(bags: Bags) -> list[bytes | None]:
    """Each key's public half, after the library's own check of the key."""
    keys: list[bytes | None] = []
    for der in bags.keys:
        try:
            keys.append(_public_half(load_der_private_key(der, None)))
        except (*MALFORMED, UnsupportedAlgorithm):
            keys.append(None)
    return keys


def _public_half(key: object) -> bytes:
    public = key.public_key()  # type: ignore[attr-defined]
    encoded: bytes = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded
