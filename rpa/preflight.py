"""The pre-flight: what can be known of a client before the portal is touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rpa.certificates import Certificate, Reason, Severity, Trust, Verdict, examine
from rpa.clients import Client
from rpa.listed import brasilia
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.renewal import Renewal


def prepare(
    client: Client, passwords: Passwords, trust: Trust, account: str, now: datetime | None = None
) -> Renewal | Outcome:
    """Open the client's PFX and judge it: a Renewal if it is fit for this company, else how the client ends."""
    password = client.password or passwords.of_pfx(client.cnpj.text)
    if password is None:
        where = _("There is no password: fill in the column senha, or set PFX_PASSWORD_{cnpj}.")
        return _blocked(client, [where.format(cnpj=client.cnpj.text)], None)
    examination = examine(client.pfx, password, trust=trust, client=client.cnpj, now=now)
    certificate = examination.certificate
    if examination.verdict is Verdict.UNFIT or certificate is None:
        unfit = [_sentence(r) for r in examination.reasons if r.severity is Severity.UNFIT]
        if client.password_is_number and examination.says("password"):
            unfit.append(_("The cell senha holds a number, and Excel drops zeros at its start: format it as text."))
        return _blocked(client, unfit, certificate)
    told = [_sentence(r) for r in examination.reasons if r.severity is Severity.WARN]
    return Renewal(
        row=client.row,
        cnpj=client.cnpj,
        company=client.company,
        account=account,
        pfx=client.pfx,
        password=password,
        certificate=certificate,
        default=client.default,
        nickname=client.nickname,
        warnings=(*client.warnings, *told),
    )


def _blocked(client: Client, reasons: Sequence[str], certificate: Certificate | None) -> Outcome:
    return Outcome(
        row=client.row,
        cnpj=client.cnpj,
        company=client.company or (certificate.holder if certificate else ""),
        result=Result.BLOCKED,
        reason=f"{client.pfx.name}: {' '.join(reasons)}",
        nickname=client.nickname,
        warnings=client.warnings,
        valid_until=brasilia(certificate.not_after) if certificate else None,
    )


def _sentence(reason: Reason) -> str:
    return f"{reason.text} {reason.todo}".strip()
