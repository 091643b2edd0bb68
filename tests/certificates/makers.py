"""How the files of the set are made."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7
from cryptography.x509.oid import NameOID

from fixtures.certificates import Recipe, TestChain, TestPfx, rsa_key, write_container
from fixtures.certificates import names as icp
from fixtures.certificates.chain import authority
from fixtures.certificates.oddities import with_explicit_false, with_validity

MATRIZ, FILIAL, OTHER, ALPHANUMERIC = "11222333000181", "11222333000262", "11444777000161", "12ABC34501DE35"
PASSWORD = "1234"


class Makers:
    """What the files are made of: a chain that is trusted and one that is not."""

    def __init__(self, chain: TestChain, stranger: TestChain) -> None:
        self.chain, self.stranger, self.issue = chain, stranger, chain.issue

    @cached_property
    def good(self) -> TestPfx:
        """An A1 with nothing wrong."""
        return self.chain.issue()

    @cached_property
    def explicit(self) -> list[bytes]:
        """The good certificate and its chain, not quite in DER."""
        return [with_explicit_false(self.good.der, self.chain.key), *self.good.ders[1:]]

    def chain_of(self, label: str, **dates: object) -> TestChain:
        """A chain below the trusted root, with an intermediate of its own dates."""
        other = TestChain(label)
        start = datetime.now(UTC) - timedelta(days=1000)
        span = (start, datetime.now(UTC) + timedelta(days=float(str(dates["ends_in"]))))
        other.intermediate = authority(
            other.intermediate.subject, self.chain.root.subject, other.key, self.chain.root_key, span
        )
        other.root, other.root_key = self.chain.root, self.chain.root_key
        return other


def der_key(m: Makers) -> bytes:
    """The good key as PKCS#8."""
    return m.good.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def pem_key(m: Makers) -> bytes:
    """The good key as PEM."""
    return m.good.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def locked_key(m: Makers) -> bytes:
    """The good key as encrypted PKCS#8."""
    return m.good.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"1234"))


def p7b(m: Makers) -> bytes:
    """The good certificate and its chain as PKCS#7."""
    return pkcs7.serialize_certificates([m.good.certificate, *m.good.chain], Encoding.DER)


def zipped(m: Makers) -> bytes:
    """The good PFX in a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("certificado.pfx", m.good.data())
    return packed.getvalue()


def two(first: str, second: str) -> Callable[[Makers], bytes]:
    """A file with the keys and certificates of two companies, in this order."""

    def make(m: Makers) -> bytes:
        one, two = m.issue(first, "A LTDA", key=rsa_key("one")), m.issue(second, "B LTDA", key=rsa_key("two"))
        return write_container([*one.ders, two.der], [one.key, two.key], PASSWORD)

    return make


def recipe(**named: object) -> Callable[[Makers], bytes]:
    """The good certificate, written by this recipe."""
    return lambda m: m.good.written(PASSWORD, Recipe(**named))  # type: ignore[arg-type]


def issued(**named: object) -> Callable[[Makers], bytes]:
    """A certificate with something of its own, in the usual file."""
    return lambda m: m.issue(**named).data()  # type: ignore[arg-type]


def flipped(m: Makers) -> bytes:
    """One bit of the MAC's digest is wrong, everything else is right."""
    data = bytearray(m.good.written(PASSWORD, Recipe(mac="sha1")))
    data[-30] ^= 1
    return bytes(data)


def damaged_certificate(m: Makers) -> bytes:
    """A file whose certificate is overwritten in the middle."""
    return write_container([m.good.der[:200] + b"\xff" * 40 + m.good.der[240:]], [m.good.key], PASSWORD)


def foreign_cipher(m: Makers) -> bytes:
    """A file that names an encryption that nobody knows, where it had TripleDES."""
    known, foreign = bytes.fromhex("060a2a864886f70d010c0103"), bytes.fromhex("060a2a864886f70d010c0109")
    return m.good.written(PASSWORD).replace(known, foreign)


def reversed_dates(m: Makers) -> bytes:
    """A certificate that ends before it begins."""
    der = with_validity(m.good.der, m.chain.key, ago(-20), ago(10))
    return write_container([der, *m.good.ders[1:]], [m.good.key], PASSWORD)


def malformed_name(m: Makers) -> bytes:
    """An otherName before the CNPJ's that is no string at all does not hide the CNPJ."""
    odd = x509.OtherName(x509.ObjectIdentifier("2.16.76.1.3.2"), b"\x0c\x02\xff\xfe")
    return m.issue(alternative_names=[odd, *icp.company_names([MATRIZ], None, "utf8")]).data()


def issuer_in_other_string_type(m: Makers) -> bytes:
    """AC SAFEWEB CD V12 in real life: the issuer's name is a PrintableString here and a UTF8String there."""
    recoded = [
        x509.NameAttribute(each.oid, str(each.value).lower(), x509.name._ASN1Type.PrintableString)
        if each.oid != NameOID.COUNTRY_NAME
        else each
        for each in m.chain.intermediate.subject
    ]
    return m.issue(issuer_name=x509.Name(recoded)).data()


def below_a_company(m: Makers) -> bytes:
    """A certificate signed with a company's key, as if the company were an authority."""
    company = m.issue(OTHER, "FALSA LTDA", key=rsa_key("one"))
    leaf = m.issue(issuer_name=company.certificate.subject, signer=company.key)
    return write_container([leaf.der, *company.ders], [leaf.key], PASSWORD)


def armoured(data: bytes) -> bytes:
    """A PFX as PEM text."""
    return b"-----BEGIN PKCS12-----\n" + base64.encodebytes(data) + b"-----END PKCS12-----\n"


def accents(spelling: str, encryption: str) -> Callable[[Makers], bytes]:
    """A file whose password has accents, spelled in an old way."""
    return lambda m: m.good.written("ação", Recipe(spelling=spelling, encryption=encryption))


def explicit(encryption: str) -> Callable[[Makers], bytes]:
    """A file whose certificates are not quite DER."""
    return lambda m: write_container(m.explicit, [m.good.key], PASSWORD, Recipe(encryption=encryption))


def ago(days: float) -> datetime:
    """That many days before now."""
    return datetime.now(UTC) - timedelta(days=days)
