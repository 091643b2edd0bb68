"""How a company stands, in words: the finding, what to do about it, and all of them in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from rpa.messages import _, ngettext
from rpa.watch.state import Finding, Held, Standing

_NEW_NEEDED = (Finding.EXPIRED, Finding.SOON, Finding.NO_CERTIFICATE)


def label(finding: Finding) -> str:
    """The words for a finding in the operator's language."""
    return {
        Finding.EXPIRED: _("expired"),
        Finding.UNREAD: _("not read"),
        Finding.NO_CERTIFICATE: _("no certificate"),
        Finding.SOON: _("expires soon"),
        Finding.NO_DEFAULT: _("no default"),
        Finding.SEVERAL_DEFAULTS: _("several defaults"),
        Finding.NO_DATE: _("expiry unknown"),
        Finding.NOT_IN_CLIENTS_FILE: _("not in the clients file"),
    }[finding]


def _counted(finding: Finding, n: int) -> str:
    """So many companies stand so: number and words, which agree."""
    return {
        Finding.EXPIRED: ngettext("{n} expired", "{n} expired", n),
        Finding.UNREAD: ngettext("{n} not read", "{n} not read", n),
        Finding.NO_CERTIFICATE: ngettext("{n} no certificate", "{n} no certificate", n),
        Finding.SOON: ngettext("{n} expires soon", "{n} expire soon", n),
        Finding.NO_DEFAULT: ngettext("{n} no default", "{n} no default", n),
        Finding.SEVERAL_DEFAULTS: ngettext("{n} several defaults", "{n} several defaults", n),
        Finding.NO_DATE: ngettext("{n} expiry unknown", "{n} expiry unknown", n),
        Finding.NOT_IN_CLIENTS_FILE: ngettext("{n} not in the clients file", "{n} not in the clients file", n),
    }[finding].format(n=n)


def state(standing: Standing) -> str:
    """All that is to be said of a company, in a few words."""
    return ", ".join(label(finding) for finding in standing.findings) or _("in order")


def advice(standing: Standing) -> str:
    """What to do, in whole sentences; empty where there is nothing to do."""
    return " ".join(_sentences(standing))


def summary(standings: Sequence[Standing]) -> str:
    """How many companies there are, and how they stand."""
    counts = Counter(finding for standing in standings for finding in standing.findings)
    parts = ", ".join(_counted(finding, counts[finding]) for finding in Finding if counts[finding])
    total = ngettext("{n} company", "{n} companies", len(standings)).format(n=len(standings))
    rest = parts or _("all in order")
    return f"{total}: {rest}"


def _sentences(standing: Standing) -> Iterator[str]:
    findings, company = standing.findings, standing.company
    if company.trouble:
        yield company.trouble
    if any(finding in findings for finding in _NEW_NEEDED):
        yield _for_a_new_one(standing)
    if Finding.SEVERAL_DEFAULTS in findings:
        names = ", ".join(f"“{held.nickname}”" for held in company.certificates if held.default)
        yield _("Several are marked Certificado Padrão ({names}): leave only the newest in the portal.").format(
            names=names
        )
    if Finding.NO_DEFAULT in findings:
        yield _("None is marked Certificado Padrão: mark the newest in the portal.")
    if Finding.NO_DATE in findings:
        yield _("The list does not say when it expires: look in the portal.")
    if Finding.NOT_IN_CLIENTS_FILE in findings:
        yield _("If it is your client, add it to the clients file.")


def _for_a_new_one(standing: Standing) -> str:
    if standing.supply:
        text = _("{file} would serve, valid until {date}: put it into the clients file and run rpa renew.")
        return text.format(file=standing.supply.file.name, date=f"{standing.supply.valid_until:%d/%m/%Y}")
    if newer := _newer(standing):
        text = _("“{nickname}” is there already, valid until {date}: mark it as Certificado Padrão in the portal.")
        return text.format(nickname=newer.nickname, date=f"{newer.expiry:%d/%m/%Y}")
    return _("Ask the client for a new e-CNPJ A1.")


def _newer(standing: Standing) -> Held | None:
    """A certificate in the list that lasts longer than the one in force."""
    force = standing.company.in_force
    if force is None or force.expiry is None:
        return None
    until = force.expiry + timedelta(days=force.slack)
    others = [held for held in standing.company.certificates if held.expiry and held.expiry > until]
    return max(others, key=lambda held: (held.expiry is not None, held.expiry), default=None)
