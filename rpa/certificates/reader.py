"""Opens one PFX: `cryptography` first, and by hand what it refuses though the password is right."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)

from . import sniff
from .container import MALFORMED, Bags, Container
from .examination import MAX_SIZE, RefusedError
from .pbe import Spelling
from .reasons import Reason, file


@dataclass(frozen=True, slots=True)
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
    return replace(opened, notes=[*notes, *container.notes, *opened.notes])


def container_of(data: bytes) -> tuple[Container, list[Reason]]:
    """The container that the bytes are, or that they wrap, and what there is to say of the wrapping."""
    if len(data) > MAX_SIZE:
        raise RefusedError(file.TOO_LARGE(size=len(data), limit=MAX_SIZE))
    inner, notes = sniff.unwrap(data)
    return Container(inner), notes


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
    """The slow way. Raises RefusedError where no spelling of the password opens the container."""
    half_right = False
    for spelling, notes in _spellings(password):
        agrees = container.agrees_with(spelling)
        if agrees is False and notes:
            continue
        bags = container.bags_or_none(spelling)
        if bags and agrees is not False:
            return Opened(bags.certificates, _checked(bags), notes)
        half_right = half_right or agrees is True or (bags is not None and container.is_encrypted)
    raise RefusedError(file.CORRUPT() if half_right else file.PASSWORD_WRONG())


def _spellings(password: str) -> Iterator[tuple[Spelling, list[Reason]]]:
    """The password as it is, and then, to explain what is wrong with it, as it may have been meant."""
    yield Spelling.of(password), []
    yield from ((spelling, [file.PASSWORD_ACCENTS()]) for spelling in Spelling.old(password))
    stripped = password.strip()
    if stripped != password:
        spellings = (Spelling.of(stripped), *Spelling.old(stripped))
        yield from ((spelling, [file.PASSWORD_BLANK()]) for spelling in spellings)
    none = (Spelling.of(""), Spelling.none())
    yield from ((spelling, [file.PASSWORD_NONE()] if password else []) for spelling in none)


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
