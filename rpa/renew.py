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

from pages import CertificateForm, CertificatesPage, Kept, Portal
from pages.errors import ScreenTrouble
from rpa.after_salvar import look_there
from rpa.company import Companies
from rpa.decision import (
    Add,
    AlreadyCurrent,
    ChangeDefault,
    ChangedSinceApproval,
    Outdated,
    PossibleDuplicate,
    shows_expiry,
)
from rpa.doubt import names_another, nickname_taken, outdated, possible_duplicate
from rpa.explain import quoted, said_no
from rpa.filling import fill, fill_default, still_holds
from rpa.messages import _
from rpa.outcome import FollowUp, Outcome, Result
from rpa.proof import Proof
from rpa.visit import Listed, NicknameTakenError, Visit

_PLAIN_REFUSALS = {"permission", "duplicate", "password", "missing", "refused"}
_REFUSALS = _PLAIN_REFUSALS | {"expired", "other_company", "question"}
"""Kinds of answers that refuse. What is not plain may be a mere warning beside a success: the old one has expired."""

_ATTEMPTS_TO_SAVE = 4
"""How often the form is filled in, at most, until it still holds everything right before Salvar, and nothing lies over
that: a portal may validate several things late, one after the other, and drop the file with each."""


def plan(portal: Portal, companies: Companies, visit: Visit) -> Outcome:
    """Say what `renew` would do for this client, and why. Changes nothing: the form is not even opened.

    Raises NotProvedError, or a PageError.
    """
    certificates, _proof = _open_list(portal, companies, visit)
    visit.before = visit.read(certificates)
    match visit.decision:
        case AlreadyCurrent(row):
            return _already_current(visit, row, certificates)
        case ChangeDefault(row):
            reason = _("It is in the list as “{nickname}”; Certificado Padrão would be changed to {answer}.")
            told = reason.format(nickname=row.nickname, answer=_answer(visit.renewal.default))
            return visit.ends(Result.RENEW, told, row)
        case Add():
            return _to_be_added(visit)
        case decision:
            return _stopped(visit, decision)


def _to_be_added(visit: Visit) -> Outcome:
    try:
        visit.nickname = visit.nickname_within(None)
    except NicknameTakenError as error:
        return _taken(visit, error)
    reason = _("It is not in the list yet; it would be added as “{nickname}”, valid until {date}.")
    told = reason.format(nickname=visit.nickname, date=f"{visit.renewal.expiry:%d/%m/%Y}")
    return visit.ends(Result.RENEW, told, replaced=visit.replaced(visit.before))


def renew(portal: Portal, companies: Companies, visit: Visit) -> Outcome:
    """Renew one certificate, at most once, and prove it. Safe to repeat with the same visit after any error.

    Raises NotProvedError, NotRecordedError or a PageError; `visit.sent` says whether Salvar may have been pressed.
    """
    certificates, proof = _open_list(portal, companies, visit)
    if visit.sent:  # an earlier try broke off after Salvar: look, never send again
        return _verify(portal, proof, visit, certificates)
    visit.before = visit.read(certificates)
    match visit.decision:
        case AlreadyCurrent(row) | ChangeDefault(row):
            if row.default is None:
                row = _with_default_of_its_form(visit, certificates, row)
                certificates = portal.open_certificates()
            if visit.has_default_asked(row):
                return _already_current(visit, row, certificates)
            return _change_default(portal, proof, visit, certificates, row)
        case Add():
            return _add(portal, proof, visit, certificates)
        case decision:
            return _stopped(visit, decision)


def _add(portal: Portal, proof: Proof, visit: Visit, certificates: CertificatesPage) -> Outcome:
    written = [f"{visit.renewal.expiry:%d/%m/%Y}", f"{visit.renewal.expiry:%Y-%m-%d}"]
    if not any(shows_expiry(row, visit.renewal) for row in visit.before) and certificates.mentions(written):
        raise ScreenTrouble(what=_("the list shows this expiry, but not in a row that can be read"))
    visit.warnings += [look_there(visit.elsewhere)] if visit.elsewhere else []
    visit.told_before = frozenset(certificates.window.messages)
    if visit.answered_earlier and visit.answered_earlier.said:
        visit.warnings.append(_answered_earlier(visit.answered_earlier.said))
    with visit.step("form"):
        form = certificates.add()
    try:
        return _save(portal, proof, visit, form, lambda: fill(form, visit))
    except NicknameTakenError as error:
        return _taken(visit, error)


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
            visit.answered(answer)
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
    if outcome.result is Result.UNVERIFIED and outcome.default is not visit.renewal.default:
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
            said = (*(answer.said if answer else ()), *visit.news(certificates), shown.entry.status)
            if another := names_another(portal.window.words, said, visit.renewal):
                return visit.ends(Result.UNVERIFIED, _of_another(shown, another), shown)
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
        visit.warnings.append(_answered(visit.answer.said))
    reason = _("Saved, and seen in the list as “{nickname}”, valid until {date}.")
    outcome = visit.ends(
        Result.RENEWED,
        reason.format(nickname=shown.nickname, date=f"{visit.renewal.expiry:%d/%m/%Y}"),
        shown,
        replaced,
    )
    return replace(outcome, follow_up=visit.follow_up(replaced))


def _already_current(visit: Visit, current: Listed, certificates: CertificatesPage) -> Outcome:
    earlier = visit.answered_earlier.said if visit.answered_earlier else ()
    if another := names_another(certificates.window.words, (*earlier, current.entry.status), visit.renewal):
        return visit.ends(Result.UNVERIFIED, _of_another(current, another), current)
    if visit.replaced_earlier is None:
        reason = _("The list shows it already as “{nickname}”; nothing was sent.").format(nickname=current.nickname)
        return replace(visit.ends(Result.ALREADY_CURRENT, reason, current), follow_up=FollowUp.NONE)
    reason = _("The list shows it as “{nickname}”: an earlier command had pressed Salvar; this one did not.")
    if earlier:
        visit.warnings.append(_answered(earlier))
    replaced = visit.replaced(visit.replaced_earlier)  # an earlier command saved it, and could not see it
    outcome = visit.ends(Result.ALREADY_CURRENT, reason.format(nickname=current.nickname), current, replaced)
    return replace(outcome, follow_up=visit.follow_up(replaced))


def _stopped(visit: Visit, decision: Outdated | PossibleDuplicate | ChangedSinceApproval) -> Outcome:
    """Nothing is sent: the file is an old one, or a person has to look first."""
    match decision:
        case Outdated(newer):
            return visit.ends(Result.BLOCKED, outdated(visit.renewal, newer))
        case PossibleDuplicate():
            return visit.ends(Result.POSSIBLE_DUPLICATE, possible_duplicate(decision, visit.renewal))
        case ChangedSinceApproval():
            return visit.ends(Result.FAILED, _("The list has changed since this was approved; plan it anew."))


def _taken(visit: Visit, error: NicknameTakenError) -> Outcome:
    return visit.ends(Result.POSSIBLE_DUPLICATE, nickname_taken(error.nickname))


def _of_another(shown: Listed, said: tuple[str, ...]) -> str:
    """That the portal itself doubts whose certificate it has."""
    told = _("It is in the list as “{nickname}”, but the portal says that it may be another company's: {words}")
    look = _("Look in the portal whose certificate that is, before anything is issued with it.")
    return f"{told.format(nickname=shown.nickname, words=quoted(said))} {look}"


def _answered_earlier(said: tuple[str, ...]) -> str:
    return _("When it was sent before, the portal said: {words}").format(words=quoted(said))


def _answered(said: tuple[str, ...]) -> str:
    return _("The portal said: {words}").format(words=quoted(said))


def _unverified(visit: Visit, shown: Listed | None) -> str:
    if shown is not None:
        return _("It is in the list as “{nickname}”, but Certificado Padrão is not {answer} there.").format(
            nickname=shown.nickname, answer=_answer(visit.renewal.default)
        )
    said = visit.answer.said if visit.answer else ()
    parts = [
        _("Salvar was pressed, but the list does not show the certificate."),
        _answered(said) if said else "",
        look_there(visit.elsewhere) if visit.elsewhere else "",
        _("Look in the portal; the same command reads the list first, and sends only what is not there."),
    ]
    return " ".join(filter(None, parts))


def _answer(default: bool) -> str:
    return "Sim" if default else "Não"
