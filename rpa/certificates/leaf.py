"""What a certificate says of its company: ICP-Brasil's otherNames, policies and usages, read into a `Certificate`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from asn1crypto import core

from rpa.cnpj import Cnpj, InvalidCnpjError

from .container import MALFORMED
from .examination import Certificate, Found, Kind
from .paper import Paper, text_of

T = TypeVar("T")

_ARC = "2.16.76.1."
_POLICY_ARC = _ARC + "2."
_KINDS = {
    "1": Kind.A1, "2": Kind.A2, "3": Kind.A3, "4": Kind.A4,
    "101": Kind.S1, "102": Kind.S2, "103": Kind.S3, "104": Kind.S4,
    "303": Kind.T3, "304": Kind.T4, "500": Kind.CF_E_SAT,
    "201": Kind.SEAL_SOFTWARE, "202": Kind.SEAL_HARDWARE,
}  # fmt: skip
_CN_SUFFIX = re.compile(r":\s*([0-9]{11}|[0-9A-Z]{14})$", re.IGNORECASE)
_CNPJ_SHAPE = re.compile(r"[0-9A-Z]{12}[0-9]{2}", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s./-]")


def describe(paper: Paper, chain: tuple[Paper, ...] = ()) -> Certificate:
    """Everything worth knowing of a certificate, each piece guarded: what is malformed counts as absent."""
    names = dict(_other_names(paper))
    subject = _attributes(paper.subject)
    found = tuple(_cnpjs(paper, subject))
    record = (names.get("3.4") or names.get("3.1") or [""])[0]
    policies = _policies(paper)
    return Certificate(
        cnpj=next(filter(None, (_valid(each.text) for each in found)), None),
        holder=_name(paper.subject),
        person=next(iter(names.get("3.2", [])), None) or None,
        cpf=_masked(record[8:19]),
        kind=_kind(paper, policies, names),
        issuer=_name(paper.issuer),
        serial=f"{paper.serial:X}",
        fingerprint=paper.fingerprint,
        thumbprint=paper.thumbprint,
        not_before=paper.not_before,
        not_after=paper.not_after,
        key=paper.key_label,
        usages=_usages(paper),
        extended_usages=_extended_usages(paper),
        policies=policies,
        found=found,
        chain=tuple(_name(each.subject) for each in chain),
    )


def name_of(paper: Paper) -> str:
    """The subject's common name, for people."""
    return _name(paper.subject)


def issuer_of(paper: Paper) -> str:
    """The issuer's common name, for people."""
    return _name(paper.issuer)


def _cnpjs(paper: Paper, subject: dict[str, str]) -> Iterator[Found]:
    """Each CNPJ where it stands, in the order of how much the place counts."""
    for arc, texts in _other_names(paper):
        if arc == "3.3":
            yield from (Found("otherName", _PUNCTUATION.sub("", text).upper()) for text in texts)
    number = _PUNCTUATION.sub("", subject.get("serial_number", "")).upper().removeprefix("CNPJ:")
    if _CNPJ_SHAPE.fullmatch(number):
        yield Found("serialNumber", number)
    suffix = _CN_SUFFIX.search(subject.get("common_name", ""))
    if suffix and len(suffix[1]) == 14:
        yield Found("CN", suffix[1].upper())


def _other_names(paper: Paper) -> list[tuple[str, list[str]]]:
    """ICP-Brasil's otherNames by the tail of their number, such as "3.3"."""
    found: dict[str, list[str]] = {}
    for oid, text in _each(paper.extension("subject_alt_name"), _other_name):
        if oid.startswith(_ARC):
            found.setdefault(oid.removeprefix(_ARC), []).append(text)
    return list(found.items())


def _other_name(general: Any) -> tuple[str, str]:
    if general.name != "other_name":
        return "", ""
    return general.chosen["type_id"].dotted, text_of(general.chosen["value"].parsed)


def _each(items: Any, read: Callable[[Any], T]) -> Iterator[T]:
    """What is read of each item, but for those that are malformed, which do not hide the others."""
    try:
        for item in items if items is not None else ():
            with contextlib.suppress(*MALFORMED):
                yield read(item)
    except MALFORMED:
        return


def _valid(text: str) -> Cnpj | None:
    try:
        return Cnpj.parse(text)
    except InvalidCnpjError:
        return None


def _masked(cpf: str) -> str | None:
    if len(cpf) != 11 or not cpf.isdigit() or not cpf.strip("0"):
        return None
    return f"***.{cpf[3:6]}.{cpf[6:9]}-**"


def _attributes(name: Any) -> dict[str, str]:
    """The last value of each attribute of a name; the common name of a subject is its last."""
    try:
        pairs = [pair for relative in name.chosen for pair in relative]
    except MALFORMED:
        return {}
    return dict(_each(pairs, _attribute))


def _attribute(pair: Any) -> tuple[str, str]:
    value = pair["value"]
    return pair["type"].native, text_of(value.chosen if isinstance(value, core.Choice) else value)


def _name(name: Any) -> str:
    """The common name without the number behind it, which may be a person's CPF."""
    attributes = _attributes(name)
    return _CN_SUFFIX.sub("", attributes.get("common_name", "")) or attributes.get("organization_name") or "?"


def _policies(paper: Paper) -> tuple[str, ...]:
    return tuple(_each(paper.extension("certificate_policies"), lambda policy: policy["policy_identifier"].dotted))


def _kind(paper: Paper, policies: tuple[str, ...], names: dict[str, list[str]]) -> Kind:
    if paper.is_authority:
        return Kind.AUTHORITY
    uses = _extended_usages(paper) or ()
    if "server_auth" in uses and "client_auth" not in uses:
        return Kind.SERVER
    kinds = [_KINDS.get(policy.removeprefix(_POLICY_ARC).split(".")[0]) for policy in icp_policies(policies)]
    kind = next(filter(None, kinds), Kind.UNKNOWN)
    return Kind.PERSON if "3.1" in names and "3.3" not in names else kind


def icp_policies(policies: tuple[str, ...]) -> tuple[str, ...]:
    """Those policies that are ICP-Brasil's."""
    return tuple(policy for policy in policies if policy.startswith(_POLICY_ARC))


def _usages(paper: Paper) -> tuple[str, ...]:
    return tuple(sorted(paper.value_of("key_usage") or ()))


def _extended_usages(paper: Paper) -> tuple[str, ...] | None:
    value = paper.value_of("extended_key_usage")
    return None if value is None else tuple(value)
