"""Whether a certificate may be sent: every reason at once, so that a client is asked only once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from rpa.cnpj import Cnpj, InvalidCnpjError

from .chain import Chain, Ending
from .examination import Certificate, Kind, Terms
from .leaf import icp_policies, issuer_of, name_of
from .paper import Paper
from .reasons import Reason, cnpj, dates, key, kind, trust

_SMALLEST_RSA = 2048


def judge(certificate: Certificate, chain: Chain, terms: Terms) -> list[Reason]:
    """Every reason that speaks for or against the certificate, in no particular order."""
    now = terms.now or datetime.now(UTC)
    return [
        *_of_kind(certificate, terms),
        *_of_usages(certificate),
        *_of_key(certificate),
        *_of_cnpj(certificate, terms),
        *_of_dates(certificate, chain, terms, now),
        *_of_trust(chain),
        trust.REVOCATION(),
    ]


def _of_kind(certificate: Certificate, terms: Terms) -> Iterator[Reason]:
    match certificate.kind:
        case Kind.A1:
            return
        case Kind.PERSON:
            yield kind.PERSON()
        case Kind.A3 | Kind.A4:
            yield kind.HARDWARE(kind=certificate.kind.value)
        case Kind.SEAL_HARDWARE:
            yield kind.SEAL_HARDWARE()
        case Kind.SEAL_SOFTWARE:
            yield kind.SEAL_ACCEPTED() if terms.accept_seal else kind.SEAL()
        case Kind.SERVER:
            yield kind.SERVER()
        case Kind.AUTHORITY:
            yield kind.AUTHORITY()
        case Kind.UNKNOWN:
            known = icp_policies(certificate.policies)
            yield kind.UNKNOWN_POLICY(policy=", ".join(known)) if known else kind.NO_POLICY()
        case other:
            yield kind.OTHER(kind=other.value)


def _of_usages(certificate: Certificate) -> Iterator[Reason]:
    if certificate.kind in {Kind.AUTHORITY, Kind.SERVER}:
        return  # said already, and more plainly
    if not {"digital_signature", "non_repudiation"} <= set(certificate.usages):
        yield kind.KEY_USAGE()
    if certificate.extended_usages is None:
        yield kind.CLIENT_AUTH_UNSAID()
    elif not {"client_auth", "any_extended_key_usage"} & set(certificate.extended_usages):
        yield kind.CLIENT_AUTH()


def _of_key(certificate: Certificate) -> Iterator[Reason]:
    algorithm, _, size = certificate.key.partition(" ")
    if algorithm != "RSA":
        yield key.NOT_RSA(key=certificate.key)
    elif int(size or 0) < _SMALLEST_RSA:
        yield key.WEAK(key=certificate.key)


def _of_cnpj(certificate: Certificate, terms: Terms) -> Iterator[Reason]:
    found = certificate.found
    if not found:
        if certificate.kind not in {Kind.PERSON, Kind.AUTHORITY, Kind.SERVER}:
            yield cnpj.NONE()
        return
    wrong = [each.text for each in found if not _is_valid(each.text)]
    if wrong:
        yield cnpj.CHECK_DIGITS(found=", ".join(dict.fromkeys(wrong)))
    inside = {each.text for each in found if each.place == "otherName"}
    if len(inside) > 1:
        yield cnpj.TWO(found=", ".join(sorted(inside)))
    elif len({each.text for each in found}) > 1:
        yield cnpj.DISAGREE(found=", ".join(f"{each.place} {each.text}" for each in found))
    if certificate.cnpj and terms.client:
        yield from _of_company(certificate.cnpj, terms.client, exact=terms.exact_cnpj)


def _of_company(own: Cnpj, client: Cnpj, *, exact: bool) -> Iterator[Reason]:
    if own.root != client.root:
        yield cnpj.OTHER_COMPANY(found=own.masked, wanted=client.masked)
    elif own != client:
        yield (cnpj.NOT_EXACT if exact else cnpj.BRANCH)(found=own.masked)


def _is_valid(text: str) -> bool:
    try:
        Cnpj(text)
    except InvalidCnpjError:
        return False
    return True


def _of_dates(certificate: Certificate, chain: Chain, terms: Terms, now: datetime) -> Iterator[Reason]:
    end = certificate.not_after
    if end < certificate.not_before:
        yield dates.NONSENSE()
    if end < now:
        yield dates.EXPIRED(date=end)
    elif now < certificate.not_before:
        yield dates.NOT_YET(date=certificate.not_before)
    elif certificate.days_left(now) < terms.warn_days:
        yield dates.SOON(date=end, days=certificate.days_left(now))
    for issuer in chain.papers[1:]:
        if issuer.not_after < now:
            yield dates.ISSUER_EXPIRED(issuer=name_of(issuer), date=issuer.not_after)
            return
    if len(chain.papers) > 1 and chain.papers[1].not_after < end:
        yield dates.BEYOND_ISSUER(date=end, issuer=chain.papers[1].not_after)


def _of_trust(chain: Chain) -> Iterator[Reason]:
    last: Paper = chain.papers[-1]
    match chain.ending:
        case Ending.EXTRA:
            yield trust.HOMOLOGATION(root=name_of(last))
        case Ending.SELF_SIGNED:
            yield trust.SELF_SIGNED()
        case Ending.OTHER_ROOT:
            yield trust.OTHER_ROOT(root=name_of(last))
        case Ending.UNKNOWN:
            yield trust.ISSUER_UNKNOWN(issuer=issuer_of(last))
        case Ending.BAD_SIGNATURE:
            yield trust.BAD_SIGNATURE(issuer=issuer_of(last), subject=name_of(last))
        case Ending.NO_AUTHORITY:
            yield trust.NOT_AN_AUTHORITY(issuer=name_of(last))
