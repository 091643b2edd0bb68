"""The pre-flight: what can be known of the clients before the portal is touched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rpa.certificates import (
    Certificate,
    Examination,
    Examiner,
    Reason,
    Request,
    Severity,
    Terms,
    Trust,
    examine,
    examine_again,
)
from rpa.certificates.compare import Row, check_rows
from rpa.certificates.reasons.file import MISSING
from rpa.clients import Client
from rpa.listed import brasilia
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.renewal import Renewal
from rpa.sealing import Sealed
from rpa.secret import Secret


@dataclass(frozen=True, slots=True)
class Preflight:
    """Opens the PFX of every client on all cores, and judges each for its company and beside the other rows."""

    trust: Trust
    passwords: Passwords
    terms: Terms

    def prepare(self, clients: Sequence[tuple[Client, str]]) -> Iterator[Renewal | Outcome]:
        """For each client with its account, in order: a Renewal if its file is fit, else how it ends."""
        secrets = {client.row: self._password(client) for client, _account in clients}
        requests = (
            Request(client.pfx, secret, self._terms_of(client), client.row)
            for client, _account in clients
            if (secret := secrets[client.row])
        )
        with Examiner(self.trust) as examiner:
            examined = {request.row: examination for request, examination in examiner.examine_all(requests)}
        known = [(client, examined[client.row]) for client, _account in clients if client.row in examined]
        beside = check_rows([Row(client.row, client.cnpj, seen, client.default) for client, seen in known])
        for client, account in clients:
            if secret := secrets[client.row]:
                seen = examined[client.row]
                told = replace(seen, reasons=(*seen.reasons, *beside.get(client.row, ())))
                yield _judged(client, account, secret, told)
            else:
                yield _without_password(client)

    def prepare_one(self, client: Client, account: str) -> Renewal | Outcome:
        """The same for one client alone, not seen beside the others, in a worker process that is kept."""
        password, terms = self._password(client), self._terms_of(client)
        if not password:
            return _without_password(client)
        seen = examine(
            client.pfx,
            password,
            trust=self.trust,
            client=client.cnpj,
            now=terms.now,
            warn_days=terms.warn_days,
            accept_seal=terms.accept_seal,
            exact_cnpj=terms.exact_cnpj,
        )
        return _judged(client, account, password, seen)

    def of_sealed(self, client: Client, account: str, sealed: Sealed) -> Renewal | Outcome:
        """The same for a client whose file came sealed from another machine: it is in memory only."""
        terms = self._terms_of(client)
        seen = examine_again(sealed.content, sealed.password, trust=self.trust, terms=terms)
        judged = _judged(client, account, sealed.password, seen)
        return replace(judged, content=sealed.content) if isinstance(judged, Renewal) else judged

    def _password(self, client: Client) -> Secret | None:
        return client.password or self.passwords.of_pfx(client.cnpj.text)

    def _terms_of(self, client: Client) -> Terms:
        return replace(self.terms, client=client.cnpj, accept_seal=self.terms.accept_seal or client.seal)


def _judged(client: Client, account: str, password: Secret, examination: Examination) -> Renewal | Outcome:
    certificate = examination.certificate
    unfit = [_sentence(r) for r in examination.reasons if r.severity is Severity.UNFIT]
    if unfit or certificate is None:
        if client.password_is_number and examination.says("wrong-password"):
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
        sha256=examination.sha256,
        default=client.default,
        nickname=client.nickname,
        warnings=(*client.warnings, *told),
    )


def _without_password(client: Client) -> Outcome:
    where = _("There is no password: fill in the column senha, or set PFX_PASSWORD_{cnpj}.")
    reasons = [where.format(cnpj=client.cnpj.text)]
    if not os.path.exists(client.pfx):  # noqa: PTH110 - what may not be looked at is there, and Path would raise
        reasons.insert(0, _sentence(MISSING()))
    return _blocked(client, reasons, None)


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
