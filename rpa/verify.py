"""The proof after Salvar: the list, read afresh, shows the certificate as it was asked for, or it is not renewed."""

from __future__ import annotations

from dataclasses import replace

from pages import CertificatesPage, Portal
from rpa.after_salvar import look_there
from rpa.doubt import answered, names_another, of_another, yes_or_no
from rpa.explain import said_no
from rpa.intention import Listed
from rpa.messages import _
from rpa.outcome import Outcome, Result
from rpa.proof import Proof
from rpa.visit import Visit

_PLAIN_REFUSALS = {"permission", "duplicate", "password", "missing", "refused"}
_REFUSALS = _PLAIN_REFUSALS | {"expired", "other_company", "question"}
"""Kinds of answers that refuse. What is not plain may be a mere warning beside a success: the old one has expired."""


def verify(portal: Portal, proof: Proof, visit: Visit, certificates: CertificatesPage | None) -> Outcome:
    """Read the list afresh until it shows our certificate as asked; what the portal said is no proof of it.

    `certificates` is a list that was loaded on purpose since Salvar, with the company confirmed on it, if there is one.
    The list to which the portal itself leads after Salvar is none: it may show, once, what was not kept.
    """
    shown, answer = None, visit.answer
    for pause in visit.readings:
        if certificates is None:
            if pause:
                portal.window.tick(round(pause * 1000))
            certificates = portal.open_certificates()
            proof.confirm(portal)
        listed = visit.read(certificates)
        shown = visit.saved(listed)
        if shown and shown.default is None:
            certificates = portal.open_certificates()
            shown = with_default_of_its_form(visit, certificates, shown)
            portal.open_certificates()  # of which the picture is to be
        if shown and visit.has_default_asked(shown):
            said = (*(answer.said if answer else ()), *visit.news(certificates), shown.entry.status)
            if another := names_another(portal.window.words, said, visit.renewal):
                return visit.ends(Result.UNVERIFIED, of_another(shown, another), shown)
            return _renewed(visit, shown, listed)
        if shown is None and answer and answer.kind in _PLAIN_REFUSALS and not answer.praises:
            break
        certificates = None
    if shown is None and answer and answer.kind in _REFUSALS and not (answer.praises or visit.elsewhere):
        return visit.ends(Result.REFUSED, said_no(answer))
    return visit.ends(Result.UNVERIFIED, _unverified(visit, shown), shown)


def _renewed(visit: Visit, shown: Listed, listed: list[Listed]) -> Outcome:
    replaced = visit.replaced(visit.before)
    others = [row.nickname for row in listed if row.default and row.entry != shown.entry]
    if shown.default is None:
        visit.warnings.append(_("This portal says nothing of Certificado Padrão, neither in the list nor in the form."))
    if others and visit.renewal.default:
        beside = _("The list shows another default beside it: {names}.").format(names=", ".join(others))
        visit.warnings.append(beside)
    if visit.answer and visit.answer.kind in _REFUSALS:
        visit.warnings.append(answered(visit.answer.said))
    reason = _("Saved, and seen in the list as “{nickname}”, valid until {date}.")
    outcome = visit.ends(
        Result.RENEWED,
        reason.format(nickname=shown.nickname, date=f"{visit.renewal.expiry:%d/%m/%Y}"),
        shown,
        replaced,
    )
    return replace(outcome, follow_up=visit.follow_up(replaced))


def with_default_of_its_form(visit: Visit, certificates: CertificatesPage, row: Listed) -> Listed:
    """An entry with its default, read from its form where the list has no such column. Nothing is saved."""
    form = certificates.edit(row.entry)
    if form is None:
        return row
    kept = form.read_back()
    visit.no_default = "default" in kept.missing
    return replace(row, default=kept.default)


def _unverified(visit: Visit, shown: Listed | None) -> str:
    if shown is not None:
        return _("It is in the list as “{nickname}”, but Certificado Padrão is not {answer} there.").format(
            nickname=shown.nickname, answer=yes_or_no(visit.renewal.default)
        )
    said = visit.answer.said if visit.answer else ()
    parts = [
        _("Salvar was pressed, but the list does not show the certificate."),
        answered(said) if said else "",
        look_there(visit.elsewhere) if visit.elsewhere else "",
        _("Look in the portal; the same command reads the list first, and sends only what is not there."),
    ]
    return " ".join(filter(None, parts))
