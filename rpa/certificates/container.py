"""The PFX container read by hand: more tolerant than a library, and able to say why something does not open."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field

from asn1crypto import algos, cms, core, pkcs12

from . import pbe
from .examination import RefusedError
from .pbe import Spelling
from .reasons import Reason, file

MAX_ROUNDS = 5_000_000
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What asn1crypto raises for bytes that are not what they claim to be."""

_PBMAC1 = "1.2.840.113549.1.5.14"
_X509 = "1.2.840.113549.1.9.22.1"
_DEEPEST = 8


class _Pbmac1(core.Sequence):  # type: ignore[misc]
    _fields = [("key_derivation_func", algos.KdfAlgorithm), ("message_auth_scheme", algos.HmacAlgorithm)]  # noqa: RUF012 - asn1crypto's way


class _CertBag(core.Sequence):  # type: ignore[misc]
    """As asn1crypto's own, but without looking into the certificate: one that is damaged hides no other."""

    _fields = [("cert_id", core.ObjectIdentifier), ("cert_value", core.OctetString, {"explicit": 0})]  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class Bags:
    """What lies in a container: certificates as DER; keys as PKCS#8, each still encrypted or not."""

    certificates: list[bytes] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    locked_keys: list[tuple[algos.EncryptionAlgorithm, bytes]] = field(default_factory=list)


class Container:
    """A PFX whose outer structure is sound. Raises RefusedError where it is not."""

    def __init__(self, data: bytes) -> None:
        self.notes: list[Reason] = []
        size = _size_of(data)
        if size is None or size > len(data):
            raise RefusedError(file.TRUNCATED())
        if size < len(data):
            self.notes.append(file.TRAILING(count=len(data) - size))
        self.data = data[:size]
        if data[1] == 0x80:
            self.notes.append(file.BER())
        try:
            self._pfx = pkcs12.Pfx.load(self.data)
            self._refuse_foreign(self._pfx["auth_safe"], "data")
            self._safe = self._pfx["auth_safe"]["content"].native
            self._parts = list(pkcs12.AuthenticatedSafe.load(self._safe))
            self._mac = _Mac(self._pfx["mac_data"]) if self._pfx["mac_data"].native else None
            self._plain = Bags()
            for part in self._parts:
                self._refuse_foreign(part, "data", "encrypted_data")
                if part["content_type"].native == "data":
                    _sort(pkcs12.SafeContents.load(part["content"].native), self._plain)
            self._refuse_rounds(self._all_rounds())
        except MALFORMED:
            raise RefusedError(file.CORRUPT()) from None
        if self._mac is None:
            self.notes.append(file.NO_MAC())
        elif self._mac.is_pbmac1:
            self.notes.append(file.PBMAC1())

    @property
    def open_key_count(self) -> int:
        """How many keys can be counted without the password."""
        return len(self._plain.keys) + len(self._plain.locked_keys)

    @property
    def is_encrypted(self) -> bool:
        """Whether anything in it needs a password to be read."""
        return bool(self._plain.locked_keys) or any(True for _ in self._encrypted())

    def room_beside(self, certificates: list[bytes]) -> bool:
        """Whether the encrypted parts are so much larger than these certificates that a key could hide there."""
        encrypted = sum(len(content["encrypted_content"].native) for content in self._encrypted())
        return encrypted > sum(len(der) + 300 for der in certificates) + 500

    def agrees_with(self, password: Spelling) -> bool | None:
        """Whether the container's own MAC agrees with the password; None where there is no MAC."""
        try:
            return self._mac.agrees(self._safe, password) if self._mac else None
        except MALFORMED:
            raise RefusedError(file.CORRUPT()) from None

    def bags_or_none(self, password: Spelling) -> Bags | None:
        """All that lies in the container, decrypted; None where the password is wrong or the contents are damaged."""
        try:
            return self._bags(password)
        except MALFORMED:
            return None

    def _bags(self, password: Spelling) -> Bags:
        bags = Bags(list(self._plain.certificates), list(self._plain.keys), list(self._plain.locked_keys))
        for content in self._encrypted():
            algorithm = content["content_encryption_algorithm"]
            clear = pbe.decrypt(algorithm, content["encrypted_content"].native, password)
            _sort(pkcs12.SafeContents.load(clear), bags)
        self._refuse_rounds(pbe.rounds_of(algorithm) for algorithm, _ in bags.locked_keys)
        bags.keys.extend(pbe.decrypt(algorithm, data, password) for algorithm, data in bags.locked_keys)
        return bags

    def _encrypted(self) -> Iterator[cms.EncryptedContentInfo]:
        for part in self._parts:
            if part["content_type"].native == "encrypted_data":
                yield part["content"]["encrypted_content_info"]

    def _all_rounds(self) -> Iterator[int | None]:
        if self._mac:
            yield self._mac.rounds
        for content in self._encrypted():
            yield pbe.rounds_of(content["content_encryption_algorithm"])
        for algorithm, _ in self._plain.locked_keys:
            yield pbe.rounds_of(algorithm)

    @staticmethod
    def _refuse_foreign(part: cms.ContentInfo, *known: str) -> None:
        """Contents that are protected by a public key are in the standard, but no program writes them."""
        if part["content_type"].native not in known:
            raise RefusedError(file.CIPHER(name=str(part["content_type"].native)))

    @staticmethod
    def _refuse_rounds(counts: Iterator[int | None]) -> None:
        for count in counts:
            if count is None:
                continue  # what it costs is bounded by the worker alone
            if count > MAX_ROUNDS:
                raise RefusedError(file.ITERATIONS(count=count))
            if count < 1:
                raise RefusedError(file.CORRUPT())


class _Mac:
    """The container's check sum, which only the right password reproduces."""

    def __init__(self, data: pkcs12.MacData) -> None:
        algorithm = data["mac"]["digest_algorithm"]
        self._digest = data["mac"]["digest"].native
        self._hash = algorithm["algorithm"].native
        self._salt = data["mac_salt"].native
        self.rounds = int(data["iterations"].native)
        self.is_pbmac1 = algorithm["algorithm"].dotted == _PBMAC1
        if self.is_pbmac1:
            parameters = _Pbmac1.load(algorithm["parameters"].dump())
            self._kdf = parameters["key_derivation_func"]["parameters"]
            self._hash = parameters["message_auth_scheme"]["algorithm"].native
            self.rounds = int(self._kdf["iteration_count"].native)
        if self._hash not in pbe.BLOCK:
            raise RefusedError(file.CIPHER(name=str(self._hash)))

    def agrees(self, content: bytes, password: Spelling) -> bool:
        if self.is_pbmac1:
            key = pbe.pbkdf2(self._kdf, password.raw, int(self._kdf["key_length"].native or 32))
        else:
            size = hashlib.new(self._hash, usedforsecurity=False).digest_size
            key = pbe.derive(self._hash, password.bmp, self._salt, self.rounds, purpose=3, length=size)
        return hmac.compare_digest(hmac.digest(key, content, self._hash), self._digest)


def _sort(contents: pkcs12.SafeContents, bags: Bags, depth: int = 0) -> None:
    """Put each bag where it belongs; bags within bags too, to a depth that no honest program reaches."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    for bag in contents:
        match bag["bag_id"].native:
            case "cert_bag":
                raw = _CertBag.load(bag["bag_value"].untag().dump())
                if raw["cert_id"].dotted == _X509:
                    bags.certificates.append(raw["cert_value"].native)
            case "key_bag":
                bags.keys.append(bag["bag_value"].untag().dump())
            case "pkcs8_shrouded_key_bag":
                locked = bag["bag_value"]
                bags.locked_keys.append((locked["encryption_algorithm"], locked["encrypted_data"].native))
            case "safe_contents":
                _sort(bag["bag_value"], bags, depth + 1)


def _size_of(data: bytes) -> int | None:
    """How long the first element says it is; None where its end is missing."""
    if len(data) < 2:
        return None
    if data[1] < 0x80:
        return 2 + data[1]
    if data[1] > 0x80:
        digits = data[1] - 0x80
        return 2 + digits + int.from_bytes(data[2 : 2 + digits], "big")
    try:
        return len(core.Asn1Value.load(data, strict=False).dump())
    except MALFORMED:
        return None
