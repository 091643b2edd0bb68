"""The set of files that shows what is told of each: how it is made, what it is asked, and what must be said.

Codes are all that must be said, but for `revocation-not-checked` and `homologation`, which go without saying here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fixtures.certificates import ec_key, ed25519_key, rsa_key, write_container
from fixtures.certificates import names as icp
from fixtures.certificates.container import ENCRYPTIONS
from fixtures.certificates.oddities import as_ber, damaged_key
from rpa.certificates import Terms, Verdict
from rpa.cnpj import Cnpj

from .makers import (
    ALPHANUMERIC,
    FILIAL,
    MATRIZ,
    OTHER,
    PASSWORD,
    Makers,
    accents,
    ago,
    armoured,
    below_a_company,
    damaged_certificate,
    der_key,
    explicit,
    flipped,
    foreign_cipher,
    issued,
    issuer_in_other_string_type,
    locked_key,
    malformed_name,
    p7b,
    pem_key,
    recipe,
    reversed_dates,
    two,
    zipped,
)  # fmt: skip

FIT, WARN, UNFIT = Verdict.FIT, Verdict.WARN, Verdict.UNFIT


@dataclass(frozen=True)
class Case:
    """One file: its name says what is the matter with it."""

    name: str
    verdict: Verdict
    codes: set[str]
    make: Callable[[Makers], bytes]
    password: str = PASSWORD
    terms: Terms = field(default_factory=lambda: Terms(Cnpj(MATRIZ)))


_SEALS, _EXACT = Terms(Cnpj(MATRIZ), accept_seal=True), Terms(Cnpj(MATRIZ), exact_cnpj=True)

BASE = [
    Case("good in AES", FIT, set(), lambda m: m.good.data()),
    Case("good in TripleDES", FIT, set(), lambda m: m.good.data(encryption="3des")),
    Case("good, SHA-512 MAC", FIT, set(), recipe(mac="sha512", encryption="aes256", prf="sha512")),
    Case("good, MD5 MAC", FIT, set(), recipe(mac="md5")),
    Case("good, key in the encrypted part", FIT, set(), recipe(keys_inside=True)),
    Case("good, bags in bags", FIT, set(), recipe(nested=True)),
    Case("good, key not encrypted", FIT, set(), recipe(key_encryption=None)),
    Case("good, one round", FIT, set(), recipe(rounds=1)),
    Case("good, without basicConstraints", FIT, set(), issued(constraints=False)),
    Case("good, CN without CNPJ", FIT, set(), issued(common_name="PADARIA ESTRELA LTDA")),
    Case("good, without person", FIT, set(), issued(person=None)),
    Case("good, accents in password", FIT, set(), lambda m: m.good.data("açaí É"), "açaí É"),
    Case("good, RSA 4096", FIT, set(), lambda m: m.issue(key=rsa_key("big", 4096)).data()),
    Case("good, issuer's name in another string type", FIT, set(), issuer_in_other_string_type),
    Case("good, malformed otherName before CNPJ's", FIT, set(), malformed_name),
    Case("good, alphanumeric", FIT, set(), issued(cnpj=ALPHANUMERIC), terms=Terms(Cnpj(ALPHANUMERIC))),
    Case("good, nobody asked for", FIT, set(), lambda m: m.good.data(), terms=Terms()),
    *(Case(f"good in {name}", FIT, set(), recipe(encryption=name)) for name in ENCRYPTIONS),
    *(
        Case(f"good, otherNames as {name}", FIT, set(), issued(string=name, common_name="PADARIA"))
        for name in icp.STRINGS
    ),
]

FILES = [
    Case("empty", UNFIT, {"file-empty"}, lambda _: b""),
    Case("larger than 1 MiB", UNFIT, {"file-too-large"}, lambda m: m.good.data() + bytes(1024 * 1024)),
    Case("cut in the middle", UNFIT, {"file-truncated"}, lambda m: m.good.data()[:1500]),
    Case("cut in the header", UNFIT, {"not-a-pfx"}, lambda _: b"\x30"),
    Case("BER cut at the end", UNFIT, {"file-truncated"}, lambda m: as_ber(m.good.data())[:-300]),
    Case("MAC damaged", UNFIT, {"file-corrupt"}, flipped),
    Case("PFX of nonsense", UNFIT, {"file-corrupt"}, lambda _: b"\x30\x13\x02\x01\x03" + b"\x04\x0eabcdefghijklmn"),
    Case("signed container", UNFIT, {"unsupported-cipher"}, lambda m: b"\x30\x80\x02\x01\x03" + p7b(m) + b"\0\0"),
    Case("foreign encryption", UNFIT, {"unsupported-cipher"}, foreign_cipher),
    Case("PEM certificate", UNFIT, {"file-is-pem"}, lambda m: m.good.pem),
    Case("PEM key", UNFIT, {"file-is-pem"}, pem_key),
    Case("PEM behind OpenSSL's remarks", UNFIT, {"file-is-pem"}, lambda m: b"Bag Attributes\n" + m.good.pem),
    Case("CER", UNFIT, {"file-is-cer"}, lambda m: m.good.der),
    Case("CER in Base64", UNFIT, {"file-is-cer"}, lambda m: base64.encodebytes(m.good.der)),
    Case("P7B", UNFIT, {"file-is-p7b"}, p7b),
    Case("key alone", UNFIT, {"file-is-key"}, der_key),
    Case("encrypted key alone", UNFIT, {"file-is-key"}, locked_key),
    Case("JKS", UNFIT, {"file-is-jks"}, lambda _: b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1"),
    Case("ZIP", UNFIT, {"file-is-zip"}, zipped),
    Case("RAR", UNFIT, {"file-is-archive"}, lambda _: b"Rar!\x1a\x07\x00"),
    Case("PDF", UNFIT, {"file-is-pdf"}, lambda _: b"%PDF-1.7\n"),
    Case("HTML", UNFIT, {"file-is-html"}, lambda _: b"\r\n<!DOCTYPE html><html><body>Entrar</body></html>"),
    Case("picture", UNFIT, {"file-is-picture"}, lambda _: b"\x89PNG\r\n\x1a\n"),
    Case("text", UNFIT, {"not-a-pfx"}, lambda _: b"segue a senha: 1234"),
    Case("zeros", UNFIT, {"not-a-pfx"}, lambda _: bytes(500)),
    Case("Base64", WARN, {"file-is-base64"}, lambda m: base64.encodebytes(m.good.data())),
    Case("PEM of a PFX", WARN, {"file-is-base64"}, lambda m: armoured(m.good.data())),
    Case("bytes behind the end", WARN, {"trailing-bytes"}, lambda m: m.good.data() + b"\r\n\r\n"),
    Case("BER", WARN, {"not-quite-der"}, lambda m: as_ber(m.good.data())),
    Case("BER with bytes behind", WARN, {"not-quite-der", "trailing-bytes"}, lambda m: as_ber(m.good.data()) + b"\n"),
    Case("PBMAC1", WARN, {"mac-too-new"}, recipe(mac="pbmac1", encryption="aes256")),
    Case("no MAC", WARN, {"no-mac"}, recipe(mac=None)),
    Case("too many rounds", UNFIT, {"too-many-iterations"}, recipe(claimed_rounds=5_000_001)),
    Case("2^31 rounds", UNFIT, {"too-many-iterations"}, recipe(claimed_rounds=2**31, mac=None)),
    Case("no rounds", UNFIT, {"file-corrupt"}, recipe(claimed_rounds=0)),
    Case("rounds below zero", UNFIT, {"file-corrupt"}, recipe(claimed_rounds=-1)),
]


PASSWORDS = [
    Case("wrong password", UNFIT, {"wrong-password"}, lambda m: m.good.data(), "4321"),
    Case("wrong password, no MAC", UNFIT, {"wrong-password"}, recipe(mac=None), "4321"),
    Case("wrong password, not quite DER", UNFIT, {"wrong-password"}, explicit("3des"), "4321"),
    Case("no password given", UNFIT, {"wrong-password"}, lambda m: m.good.data(), ""),
    Case("empty password", WARN, {"password-empty"}, lambda m: m.good.written(""), ""),
    Case("password where there is none", UNFIT, {"password-not-needed"}, lambda m: m.good.written(""), "1234"),
    Case("NUL in password", UNFIT, {"password-has-nul"}, lambda m: m.good.data(), "12\x0034"),
    Case("blank behind password", UNFIT, {"password-has-blank"}, lambda m: m.good.data(), "1234 "),
    Case("blank before password", UNFIT, {"password-has-blank"}, lambda m: m.good.data(), "\t1234"),
    Case("blank that belongs there", FIT, set(), lambda m: m.good.data(" 1234"), " 1234"),
    *(
        Case(f"accents as {old} in {cipher}", UNFIT, {"password-accents"}, accents(old, cipher), "ação")
        for old, cipher in (("mojibake", "3des"), ("mojibake", "aes256"), ("latin-1", "aes128"))
    ),
    Case("emoji", FIT, set(), lambda m: m.good.data("🔑"), "🔑"),
]  # fmt: skip

KEYS = [
    Case("no key", UNFIT, {"no-key"}, lambda m: m.good.written(keys=[])),
    Case("no certificate", UNFIT, {"no-certificate"}, lambda m: write_container([], [m.good.key], PASSWORD)),
    Case("nothing inside", UNFIT, {"no-certificate", "no-key"}, lambda _: write_container([], [], PASSWORD)),
    Case("key of another certificate", UNFIT, {"key-mismatch"}, lambda m: m.good.written(keys=[rsa_key("one")])),
    Case("key damaged", UNFIT, {"key-corrupt"}, lambda m: m.good.written(keys=[damaged_key(rsa_key())])),
    Case("certificate damaged", UNFIT, {"certificate-corrupt", "key-mismatch"}, damaged_certificate),
    Case("RSA 1024", UNFIT, {"key-weak"}, lambda m: m.issue(key=rsa_key("small", 1024)).data()),
    Case("elliptic curve", UNFIT, {"key-not-rsa"}, lambda m: m.issue(key=ec_key()).data()),
    Case("Ed25519", UNFIT, {"key-not-rsa"}, lambda m: m.issue(key=ed25519_key()).data()),
    Case("two keys, the client's first", WARN, {"several-keys"}, two(MATRIZ, OTHER)),
    Case("two keys, the client's second", UNFIT, {"portal-takes-another-key"}, two(OTHER, MATRIZ)),
    Case("two keys, exact beats branch", UNFIT, {"portal-takes-another-key"}, two(FILIAL, MATRIZ)),
    Case("the same key twice", FIT, set(), lambda m: m.good.written(keys=[m.good.key, m.good.key])),
    Case("a key of nothing beside", WARN, {"several-keys"}, lambda m: m.good.written(keys=[m.good.key, rsa_key("x")])),
    Case("two keys, neither the client's", UNFIT, {"several-keys", "other-company"}, two(OTHER, ALPHANUMERIC)),
    *(
        Case(f"not quite DER in {name}", WARN, {"certificate-not-quite-der"}, explicit(name))
        for name in ("3des", "rc2-40", "aes256")
    ),
]

_PREFIXED = {"kind": "SE-S", "serial_number": f"CNPJ:{MATRIZ}", "common_name": "X"}

KINDS = [
    Case("A2", UNFIT, {"kind-other"}, issued(kind="A2")),
    Case("A3", UNFIT, {"kind-hardware"}, issued(kind="A3")),
    Case("A4", UNFIT, {"kind-hardware"}, issued(kind="A4")),
    Case("S1", UNFIT, {"kind-other"}, issued(kind="S1")),
    Case("T3", UNFIT, {"kind-other"}, issued(kind="T3")),
    Case("CF-e-SAT", UNFIT, {"kind-other"}, issued(kind="CF-e-SAT")),
    Case("SE-H", UNFIT, {"kind-seal-hardware"}, issued(kind="SE-H")),
    Case("SE-S", UNFIT, {"kind-seal"}, issued(kind="SE-S")),
    Case("SE-S accepted", FIT, {"kind-seal-accepted"}, issued(kind="SE-S"), terms=_SEALS),
    Case("SE-S, serialNumber with prefix", FIT, {"kind-seal-accepted"}, issued(**_PREFIXED), terms=_SEALS),
    Case("e-CPF", UNFIT, {"kind-e-cpf"}, issued(kind="e-CPF")),
    Case("server", UNFIT, {"kind-server"}, issued(kind="server")),
    Case("authority", UNFIT, {"kind-ca"}, issued(kind="CA")),
    Case("no policy", UNFIT, {"no-policy"}, issued(policies=())),
    Case("foreign policy", UNFIT, {"no-policy"}, issued(policies=("1.3.6.1.4.1.99999.1",))),
    Case("unknown ICP-Brasil policy", WARN, {"unknown-policy"}, issued(policies=("2.16.76.1.2.777.1",))),
    Case("A1 beside a foreign policy", FIT, set(), issued(policies=("1.3.6.1.4.1.99999.1", "2.16.76.1.2.1.12"))),
    Case("S1 is not A1 though it begins so", UNFIT, {"kind-other"}, issued(policies=("2.16.76.1.2.101.1",))),
    Case("no key usage", UNFIT, {"key-usage-missing"}, issued(usages=None)),
    Case("key usage without non-repudiation", UNFIT, {"key-usage-missing"}, issued(usages=("digital_signature",))),
    Case("no client authentication", UNFIT, {"client-auth-missing"}, issued(uses=("1.3.6.1.5.5.7.3.4",))),
    Case("no extended usage", WARN, {"client-auth-unsaid"}, issued(uses=None)),
]  # fmt: skip

COMPANIES = [
    Case("no CNPJ", UNFIT, {"no-cnpj"}, issued(cnpj=None, common_name="PADARIA")),
    Case("wrong check digits", UNFIT, {"cnpj-check-digits"}, issued(cnpj="11222333000182")),
    Case("CNPJ of letters only", UNFIT, {"cnpj-check-digits"}, issued(cnpj="ABCDEFGHIJKLMN")),
    Case("CN disagrees", UNFIT, {"cnpj-disagrees"}, issued(common_name=f"PADARIA:{OTHER}")),
    Case("serialNumber disagrees", UNFIT, {"cnpj-disagrees"}, issued(serial_number=OTHER)),
    Case("serialNumber of something else", FIT, set(), issued(serial_number="98765")),
    Case("two CNPJs", UNFIT, {"two-cnpjs"}, issued(more_cnpjs=[OTHER])),
    Case("the same CNPJ twice", FIT, set(), issued(more_cnpjs=[MATRIZ])),
    Case("only in CN", FIT, set(), issued(alternative_names=[])),
    Case("masked in otherName", FIT, set(), issued(cnpj="11.222.333/0001-81", common_name="PADARIA")),
    Case("other company", UNFIT, {"other-company"}, issued(cnpj=OTHER)),
    Case("branch", FIT, {"same-company-branch"}, issued(cnpj=FILIAL)),
    Case("branch, exact wanted", UNFIT, {"cnpj-not-exact"}, issued(cnpj=FILIAL), terms=_EXACT),
    Case("exact, exact wanted", FIT, set(), lambda m: m.good.data(), terms=_EXACT),
]  # fmt: skip

_LATE, _FUTURE = Terms(warn_days=5), Terms(now=datetime.now(UTC) + timedelta(days=730))


DATES = [
    Case("expired", UNFIT, {"expired"}, lambda m: m.issue(not_before=ago(366)).data()),
    Case("not yet valid", UNFIT, {"not-yet-valid"}, lambda m: m.issue(not_before=ago(-2)).data()),
    Case("expires in 29 days", WARN, {"expires-soon"}, lambda m: m.issue(not_before=ago(336)).data()),
    Case("expires in 31 days", FIT, set(), lambda m: m.issue(not_before=ago(333)).data()),
    Case("expires in 10 days, told from 5", FIT, set(), lambda m: m.issue(not_before=ago(355)).data(), terms=_LATE),
    Case("judged by another time", UNFIT, {"expired"}, lambda m: m.good.data(), terms=_FUTURE),
    Case("ends before it begins", UNFIT, {"validity-reversed", "expired"}, reversed_dates),
    Case("beyond its issuer", WARN, {"beyond-issuer"}, lambda m: m.chain_of("BREVE", ends_in=200).issue().data()),
    Case("issuer expired", UNFIT, {"issuer-expired"}, lambda m: m.chain_of("VELHA", ends_in=-1).issue().data()),
]  # fmt: skip

TRUST = [
    Case("self-signed", UNFIT, {"self-signed"}, issued(self_signed=True)),
    Case("other root", UNFIT, {"other-root"}, lambda m: m.stranger.issue().data()),
    Case("other root, chain absent", WARN, {"issuer-unknown"}, lambda m: m.stranger.issue().data(with_chain=False)),
    Case("root absent", FIT, set(), lambda m: write_container(m.good.ders[:2], [m.good.key], PASSWORD)),
    Case("chain absent", WARN, {"issuer-unknown"}, lambda m: m.good.data(with_chain=False)),
    Case("signature wrong", UNFIT, {"bad-signature"}, issued(signer=rsa_key("forger"))),
    Case("issuer is a company", UNFIT, {"issuer-not-an-authority"}, below_a_company),
]

CASES = [*BASE, *FILES, *PASSWORDS, *KEYS, *KINDS, *COMPANIES, *DATES, *TRUST]
