"""One X.509 certificate as it lies in the file, read by a tolerant parser, piece by piece and each piece guarded."""

from __future__ import annotations

import warnings
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha1, sha256
from typing import Any

from asn1crypto import core, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from .container import MALFORMED

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | ed448.Ed448PublicKey
_HASHES: dict[str, type[hashes.SHA1 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Paper:
    """A certificate's pieces. Construction raises one of MALFORMED where not even subject and dates can be read."""

    def __init__(self, der: bytes) -> None:
        self.der = der
        self.fingerprint = sha256(der).hexdigest()
        self.thumbprint = sha1(der, usedforsecurity=False).hexdigest()
        self._certificate = x509.Certificate.load(der, strict=True)
        self._body = self._certificate["tbs_certificate"]
        self.subject: x509.Name = self._body["subject"]
        self.issuer: x509.Name = self._body["issuer"]
        self.subject_key = _comparable(self.subject.dump())
        self.issuer_key = _comparable(self.issuer.dump())
        self.not_before: datetime = self._body["validity"]["not_before"].native
        self.not_after: datetime = self._body["validity"]["not_after"].native
        self.serial: int = self._body["serial_number"].native
        self.spki: bytes = self._body["subject_public_key_info"].dump()

    @cached_property
    def _extensions(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        try:
            for extension in self._body["extensions"]:
                found.setdefault(extension["extn_id"].native, extension["extn_value"])
        except MALFORMED:
            pass  # what was read until here counts
        return found

    def extension(self, name: str) -> Any:
        """An extension's content, parsed only as deep as it is asked; None where it is absent or no ASN.1 at all."""
        try:
            return self._extensions[name].parsed
        except MALFORMED:
            return None

    def value_of(self, name: str) -> Any:
        """An extension's whole value in Python's types, or None where it is absent or malformed."""
        try:
            return self._extensions[name].parsed.native
        except MALFORMED:
            return None

    @property
    def is_strict(self) -> bool:
        """Whether a strict reader takes it too."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it takes today and may refuse tomorrow
            try:
                load_der_x509_certificate(self.der)
            except (*MALFORMED, InvalidVersion):
                return False
        return True

    @property
    def is_self_issued(self) -> bool:
        """Whether issuer and subject are the same name."""
        return self.subject_key == self.issuer_key

    @property
    def is_authority(self) -> bool:
        """Whether it may issue certificates."""
        return bool((self.value_of("basic_constraints") or {}).get("ca"))

    @cached_property
    def own_key_id(self) -> bytes | None:
        """The subject key identifier."""
        return self.value_of("key_identifier") or None

    @cached_property
    def issuer_key_id(self) -> bytes | None:
        """The authority key identifier."""
        return (self.value_of("authority_key_identifier") or {}).get("key_identifier")

    @cached_property
    def public_key(self) -> PublicKey | None:
        """The public key, or None where its kind is not supported."""
        try:
            key = load_der_public_key(self.spki)
        except (*MALFORMED, UnsupportedAlgorithm):
            return None
        return key if isinstance(key, PublicKey) else None

    @cached_property
    def public_half(self) -> bytes:
        """The public key as a library writes it, to compare with that of a private key; as it stands if it cannot."""
        if self.public_key is None:
            return self.spki
        return self.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @cached_property
    def key_label(self) -> str:
        """The key's kind and size, such as "RSA 2048"."""
        try:
            info = self._body["subject_public_key_info"]
            algorithm: str = info.algorithm.upper()
            return algorithm if algorithm.startswith("ED") else f"{algorithm} {info.bit_size}"
        except MALFORMED:
            return "?"

    def is_signed_by(self, issuer: Paper) -> bool | None:
        """Whether the issuer's key made this certificate's signature; None where its kind is not supported."""
        key = issuer.public_key
        if key is None:
            return None
        try:
            return _verify(key, self._certificate, self._body.dump())
        except (*MALFORMED, UnsupportedAlgorithm):
            return None


def _verify(key: PublicKey, certificate: x509.Certificate, body: bytes) -> bool | None:
    signature, algorithm = certificate["signature_value"].native, certificate["signature_algorithm"]
    try:
        if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(signature, body)
            return True
        digest = _HASHES[algorithm.hash_algo]()
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, body, ec.ECDSA(digest))
        elif algorithm.signature_algo == "rsassa_pss":
            salt = algorithm["parameters"]["salt_length"].native
            key.verify(signature, body, padding.PSS(padding.MGF1(digest), salt), digest)
        else:
            key.verify(signature, body, padding.PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True


def paper_of(der: bytes) -> Paper | None:
    """A certificate, or None where it cannot be read."""
    return _kept_paper(der) if len(der) <= _KEPT_SIZE else _read_paper(der)


def _read_paper(der: bytes) -> Paper | None:
    try:
        return Paper(der)
    except MALFORMED:
        return None


_KEPT_SIZE = 4096  # no authority's certificate is larger; what is, may be a bomb and is not kept
_kept_paper = lru_cache(maxsize=128)(_read_paper)  # authorities come again with every file


def _comparable(name: bytes) -> str:
    """A name as RFC 5280 compares it: string type, case and blanks do not matter."""
    return _kept_comparable(name) if len(name) <= _KEPT_SIZE else name.hex()


@lru_cache(maxsize=512)
def _kept_comparable(name: bytes) -> str:
    try:
        return str(x509.Name.load(name).hashable)
    except MALFORMED:
        return name.hex()


def text_of(value: core.Asn1Value) -> str:
    """The text of a string of any type. Latin-1 where it is not UTF-8; nothing that could move a cursor."""
    if isinstance(value, core.BMPString):
        text = value.contents.decode("utf-16-be", "replace")
    else:
        raw = value.native if isinstance(value, core.OctetString) else value.contents
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return str(text).strip()
