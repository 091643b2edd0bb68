"""The road of one certificate, to be read beside the help article "Como atualizar o certificado digital?".

    3. Acesse o sistema InvoiCy com seu e-mail e senha         rpa/session.py, once per account
       verifique (...) a empresa correta                       companies.select, and proof.confirm ever after
       Painel de Controle, Certificados                        portal.open_certificates
       Adicionar                                               certificates.add
       apelido, senha, Certificado Padrão, Arquivo PFX         rpa/filling.py, and every value read back
       Salvar e pronto                                         form.save, and then rpa/verify.py: only the list is proof
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
from rpa.doubt import (
    answered,
    answered_earlier,
    names_another,
    nickname_taken,
    of_another,
    outdated,
    possible_duplicate,
    yes_or_no,
)
from rpa.filling import fill, fill_default, still_holds
from rpa.intention import Listed
from rpa.messages import _
from rpa.outcome import FollowUp, Outcome, Result
from rpa.proof import Proof
from rpa.verify import verify, with_default_of_its_form
from rpa.visit import NicknameTakenError, Visit

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
            told = reason.format(nickname=row.nickname, answer=yes_or_no(visit.renewal.default))
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
        return verify(portal, proof, visit, certificates)
    visit.before = visit.read(certificates)
    match visit.decision:
        case AlreadyCurrent(row) | ChangeDefault(row):
            if row.default is None:
                row = with_default_of_its_form(visit, certificates, row)
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
        visit.warnings.append(answered_earlier(visit.answered_earlier.said))
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
                return verify(portal, proof, visit, None)
        visit.not_saved()
        why_not = _("something lies over Salvar")
    raise ScreenTrouble(what=why_not)


def _change_default(
    portal: Portal, proof: Proof, visit: Visit, certificates: CertificatesPage, current: Listed
) -> Outcome:
    """The certificate is there, but not with the default asked for: change that entry, never add another one."""
    visit.nickname = current.nickname
    by_hand = _("Open “{nickname}” in the list and set Certificado Padrão to {answer} by hand.").format(
        nickname=current.nickname, answer=yes_or_no(visit.renewal.default)
    )
    visit.told_before = frozenset(certificates.window.messages)
    form = certificates.edit(current.entry)
    if form is None:
        reason = _("The certificate is in the list, and the portal offers no way to change its default.")
        return visit.ends(Result.REFUSED, f"{reason} {by_hand}", current)
    outcome = _save(portal, proof, visit, form, lambda: fill_default(form, visit))
    if outcome.result is Result.UNVERIFIED and outcome.default is not visit.renewal.default:
        return replace(outcome, result=Result.REFUSED, reason=f"{outcome.reason} {by_hand}")
    return outcome


def _already_current(visit: Visit, current: Listed, certificates: CertificatesPage) -> Outcome:
    earlier = visit.answered_earlier.said if visit.answered_earlier else ()
    if another := names_another(certificates.window.words, (*earlier, current.entry.status), visit.renewal):
        return visit.ends(Result.UNVERIFIED, of_another(current, another), current)
    if visit.replaced_earlier is None:
        reason = _("The list shows it already as “{nickname}”; nothing was sent.").format(nickname=current.nickname)
        return replace(visit.ends(Result.ALREADY_CURRENT, reason, current), follow_up=FollowUp.NONE)
    reason = _("The list shows it as “{nickname}”: an earlier command had pressed Salvar; this one did not.")
    if earlier:
        visit.warnings.append(answered(earlier))
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
