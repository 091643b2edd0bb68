"""The road of one certificate, to be read beside the help article "Como atualizar o certificado digital?".

    3. Acesse o sistema InvoiCy com seu e-mail e senha         rpa/session.py, once per account
       verifique (...) a empresa correta                       companies.select, and proof.confirm ever after
       Painel de Controle, Certificados                        portal.open_certificates
       Adicionar                                               certificates.add
       apelido, senha, Certificado Padrão, Arquivo PFX         rpa/filling.py, and every value read back
       Salvar e pronto                                         form.save, and then `_verify`: only the list is proof
    4. Siscoban                                                visit.follow_up

The visit is safe to repeat: it reads the list before it acts, and what is there already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pages import CertificateForm, CertificatesPage, Kept, Portal
from pages.errors import ScreenTrouble
from rpa.after_salvar import look_there
from rpa.certificates.compare import against_portal
from rpa.company import Companies
from rpa.explain import quoted, said_no
from rpa.filling import fill, fill_default, still_holds
from rpa.messages import _
from rpa.outcome import FollowUp, Outcome, Result
from rpa.proof import Proof
from rpa.visit import Listed, Visit

_PLAIN_REFUSALS = {"permission", "duplicate", "password", "missing", "refused"}
_REFUSALS = _PLAIN_REFUSALS | {"expired", "other_company", "question"}
"""Kinds of answers that refuse. What is not plain may be a mere warning beside a success: the old one has expired."""

_ATTEMPTS_TO_SAVE = 4
"""How often the form is filled in, at most, until it still holds everything right before Salvar, and nothing lies over
that: a portal may validate several things late, one after the other, and drop the file with each."""

_NOT_APPROVED = _("The list has changed since this was approved; plan it anew.")


def plan(portal: Portal, companies: Companies, visit: Visit) -> Outcome:
    """Say what `renew` would do for this client, and why. Changes nothing: the form is not even opened.

    Raises NotProvedError, or a PageError.
    """
    certificates, _proof = _open_list(portal, companies, visit)
    listed = visit.before = visit.read(certificates)
    if visit.changed_since_approved:
        return visit.ends(Result.FAILED, _NOT_APPROVED)
    current = visit.already(listed)
    if current and current.default in (visit.renewal.default, None):
        return _already_current(visit, current)
    if current:
        reason = _("It is in the list as “{nickname}”; Certificado Padrão would be changed to {answer}.")
        return visit.ends(
            Result.RENEW, reason.format(nickname=current.nickname, answer=_answer(visit.renewal.default)), current
        )
    if newer := visit.newer_there(listed):
        return _outdated(visit, newer)
    visit.nickname = visit.renewal.nickname_beside([row.nickname for row in listed])
    reason = _("It is not in the list yet; it would be added as “{nickname}”, valid until {date}.")
    return visit.ends(
        Result.RENEW,
        reason.format(nickname=visit.nickname, date=f"{visit.renewal.expiry:%d/%m/%Y}"),
        replaced=visit.replaced(listed),
    )


def renew(portal: Portal, companies: Companies, visit: Visit) -> Outcome:
    """Renew one certificate, at most once, and prove it. Safe to repeat with the same visit after any error.

    Raises NotProvedError, NotRecordedError or a PageError; `visit.sent` says whether Salvar may have been pressed.
    """
    certificates, proof = _open_list(portal, companies, visit)
    if visit.sent:  # an earlier try broke off after Salvar: look, never send again
        return _verify(portal, proof, visit, certificates)
    visit.before = visit.read(certificates)
    if visit.changed_since_approved:
        return visit.ends(Result.FAILED, _NOT_APPROVED)
    if current := visit.already(visit.before):
        if current.default is None:
            current = _with_default_of_its_form(visit, certificates, current)
            certificates = portal.open_certificates()
        if visit.has_default_asked(current):
            return _already_current(visit, current)
        return _change_default(portal, proof, visit, certificates, current)
    if newer := visit.newer_there(visit.before):
        return _outdated(visit, newer)
    visit.warnings += [look_there(visit.elsewhere)] if visit.elsewhere else []
    written = [f"{visit.renewal.expiry:%d/%m/%Y}", f"{visit.renewal.expiry:%Y-%m-%d}"]
    if not visit.shows_expiry(visit.before) and certificates.mentions(written):
        raise ScreenTrouble(what=_("the list shows this expiry, but not in a row that can be read"))
    with visit.step("form"):
        form = certificates.add()
    return _save(portal, proof, visit, form, lambda: fill(form, visit))


def _open_list(portal: Portal, companies: Companies, visit: Visit) -> tuple[CertificatesPage, Proof]:
    """The list of the right company, freshly loaded, with the company proved on that very screen."""
    with visit.step("company"):
        proof = companies.select(visit.renewal)
    with visit.step("list"):
        certificates = portal.open_certificates()
        proof.confirm(portal)
    return certificates, proof


def _save(portal: Portal, proof: Proof, visit: Visit, form: CertificateForm, fill_in: Callable[[], Kept]) -> Outcome:
    """Fill in and press Salvar, once, with the company proved and the form as it was filled; then read what came of it.

    An event of the page's own may drop a file that was chosen, so the form is looked at last of all.
    """
    why_not = ""
    for _attempt in range(_ATTEMPTS_TO_SAVE):
        with visit.step("form"):
            filled = fill_in()
        with visit.step("proof"):
            proof.confirm_before_salvar(portal, form)
            form.make_ready()
            why_not = "" if still_holds(form, visit, filled) else _("the form has not kept what was filled in")
        if why_not:
            continue
        visit.about_to_save()
        with visit.step("save"):
            answer = form.save()
        if answer.kind != "not_pressed":
            visit.answer = answer
            with visit.step("verify"):
                return _verify(portal, proof, visit, None)
        visit.not_saved()
        why_not = _("something lies over Salvar")
    raise ScreenTrouble(what=why_not)


def _change_default(
    portal: Portal, proof: Proof, visit: Visit, certificates: CertificatesPage, current: Listed
) -> Outcome:
    """The certificate is there, but not with the default asked for: change that entry, never add another one."""
    visit.nickname = current.nickname
    by_hand = _("Open “{nickname}” in the list and set Certificado Padrão to {answer} by hand.").format(
        nickname=current.nickname, answer=_answer(visit.renewal.default)
    )
    form = certificates.edit(current.entry)
    if form is None:
        reason = _("The certificate is in the list, and the portal offers no way to change its default.")
        return visit.ends(Result.REFUSED, f"{reason} {by_hand}", current)
    outcome = _save(portal, proof, visit, form, lambda: fill_default(form, visit))
    if outcome.result is Result.UNVERIFIED:
        return replace(outcome, result=Result.REFUSED, reason=f"{outcome.reason} {by_hand}")
    return outcome


def _with_default_of_its_form(visit: Visit, certificates: CertificatesPage, row: Listed) -> Listed:
    """An entry with its default, read from its form where the list has no such column. Nothing is saved."""
    form = certificates.edit(row.entry)
    if form is None:
        return row
    kept = form.read_back()
    visit.no_default = "default" in kept.missing
    return replace(row, default=kept.default)


def _verify(portal: Portal, proof: Proof, visit: Visit, certificates: CertificatesPage | None) -> Outcome:
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
            shown = _with_default_of_its_form(visit, certificates, shown)
            portal.open_certificates()  # of which the picture is to be
        if shown and visit.has_default_asked(shown):
            return _renewed(visit, shown, listed)
        if shown is None and answer and answer.kind in _PLAIN_REFUSALS and not answer.praises:
            break
        certificates = None
    if shown is None and answer and answer.kind in _REFUSALS:
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
        visit.warnings.append(_("The portal said: {words}").format(words=quoted(visit.answer.said)))
    reason = _("Saved, and seen in the list as “{nickname}”, valid until {date}.")
    outcome = visit.ends(
        Result.RENEWED,
        reason.format(nickname=shown.nickname, date=f"{visit.renewal.expiry:%d/%m/%Y}"),
        shown,
        replaced,
    )
    return replace(outcome, follow_up=visit.follow_up(replaced))


def _already_current(visit: Visit, current: Listed) -> Outcome:
    unsent = _("The list shows it already as “{nickname}”; nothing was sent.")
    sent = _("The list shows it as “{nickname}”: an earlier command had pressed Salvar; this one did not.")
    reason = (unsent if visit.replaced_earlier is None else sent).format(nickname=current.nickname)
    if visit.is_named_otherwise(current):
        told_by = _("It is known by its expiry alone: “{nickname}” is not the Apelido that this program gives.")
        visit.warnings.append(told_by.format(nickname=current.nickname))
    if visit.replaced_earlier is None:
        return replace(visit.ends(Result.ALREADY_CURRENT, reason, current), follow_up=FollowUp.NONE)
    replaced = visit.replaced(visit.replaced_earlier)  # an earlier command saved it, and could not see it
    return replace(visit.ends(Result.ALREADY_CURRENT, reason, current, replaced), follow_up=visit.follow_up(replaced))


def _outdated(visit: Visit, newer: date) -> Outcome:
    """The portal has a newer certificate: the file is an old one, and nothing is sent."""
    reason = against_portal(visit.renewal.certificate, newer)
    text = f"{reason.text} {reason.todo}" if reason else ""
    return visit.ends(Result.BLOCKED, f"{visit.renewal.pfx.name}: {text}")


def _unverified(visit: Visit, shown: Listed | None) -> str:
    if shown is not None:
        return _("It is in the list as “{nickname}”, but Certificado Padrão is not {answer} there.").format(
            nickname=shown.nickname, answer=_answer(visit.renewal.default)
        )
    said = visit.answer.said if visit.answer else ()
    parts = [
        _("Salvar was pressed, but the list does not show the certificate."),
        _("The portal said: {words}").format(words=quoted(said)) if said else "",
        look_there(visit.elsewhere) if visit.elsewhere else "",
        _("Look in the portal; the same command reads the list first, and sends only what is not there."),
    ]
    return " ".join(filter(None, parts))


def _answer(default: bool) -> str:
    return "Sim" if default else "Não"
