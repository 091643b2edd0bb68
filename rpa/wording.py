"""Words that stand in more than one place: how a client ended, and whose turn it is then."""

from __future__ import annotations

from enum import StrEnum

from rpa.messages import _, ngettext
from rpa.outcome import FollowUp, Outcome, Result


class NextStep(StrEnum):
    """What is to be done about a client next, the most pressing first."""

    LOOK_IN_PORTAL = "look_in_portal"  # something was sent, and nobody knows whether it arrived
    COMPARE = "compare"  # an entry of the list may be it
    ACT_IN_PORTAL = "act_in_portal"  # the portal wants a person
    HEED_REFUSAL = "heed_refusal"  # the portal said why not
    MEND_FILE = "mend_file"  # the PFX is not fit, or its password or row is wrong
    CHECK_LOGIN = "check_login"  # the login has not got the company
    RUN_AGAIN = "run_again"  # the program's turn: it never got as far as Salvar
    CLICK_IN_SISCOBAN = "click_in_siscoban"  # the client's: Validade Certificado
    RENEW = "renew"  # after a plan
    NOTHING = "nothing"  # nobody's


_AFTER = {
    Result.UNVERIFIED: NextStep.LOOK_IN_PORTAL,
    Result.POSSIBLE_DUPLICATE: NextStep.COMPARE,
    Result.PARKED: NextStep.ACT_IN_PORTAL,
    Result.REFUSED: NextStep.HEED_REFUSAL,
    Result.BLOCKED: NextStep.MEND_FILE,
    Result.NO_ACCESS: NextStep.CHECK_LOGIN,
    Result.FAILED: NextStep.RUN_AGAIN,
    Result.RENEW: NextStep.RENEW,
}


def next_step(outcome: Outcome) -> NextStep:
    """What is to be done about this client next."""
    if outcome.follow_up is FollowUp.VALIDADE_CERTIFICADO:
        return NextStep.CLICK_IN_SISCOBAN
    return _AFTER.get(outcome.result, NextStep.NOTHING)


def label(result: Result) -> str:
    """The word for a result in the operator's language."""
    return {
        Result.RENEWED: _("renewed"),
        Result.ALREADY_CURRENT: _("already current"),
        Result.POSSIBLE_DUPLICATE: _("possible duplicate"),
        Result.BLOCKED: _("blocked"),
        Result.REFUSED: _("refused"),
        Result.UNVERIFIED: _("unverified"),
        Result.FAILED: _("failed"),
        Result.PARKED: _("parked"),
        Result.NO_ACCESS: _("no access"),
        Result.RENEW: _("to renew"),
    }[result]


def counted(result: Result, n: int) -> str:
    """So many clients ended so: number and word, which agree."""
    return {
        Result.RENEWED: ngettext("{n} renewed", "{n} renewed", n),
        Result.ALREADY_CURRENT: ngettext("{n} already current", "{n} already current", n),
        Result.POSSIBLE_DUPLICATE: ngettext("{n} possible duplicate", "{n} possible duplicates", n),
        Result.BLOCKED: ngettext("{n} blocked", "{n} blocked", n),
        Result.REFUSED: ngettext("{n} refused", "{n} refused", n),
        Result.UNVERIFIED: ngettext("{n} unverified", "{n} unverified", n),
        Result.FAILED: ngettext("{n} failed", "{n} failed", n),
        Result.PARKED: ngettext("{n} parked", "{n} parked", n),
        Result.NO_ACCESS: ngettext("{n} no access", "{n} no access", n),
        Result.RENEW: ngettext("{n} to renew", "{n} to renew", n),
    }[result].format(n=n)


def heading(step: NextStep) -> str:
    """A step in a few words."""
    return {
        NextStep.LOOK_IN_PORTAL: _("Look in the portal"),
        NextStep.COMPARE: _("Compare in the portal"),
        NextStep.ACT_IN_PORTAL: _("Do something in the portal"),
        NextStep.HEED_REFUSAL: _("The portal said no"),
        NextStep.MEND_FILE: _("Put the file right"),
        NextStep.CHECK_LOGIN: _("Check whether the login has the company"),
        NextStep.RUN_AGAIN: _("Run it again"),
        NextStep.CLICK_IN_SISCOBAN: _("Click in Siscoban"),
        NextStep.RENEW: _("Renew"),
        NextStep.NOTHING: _("Nothing"),
    }[step]


def instruction(step: NextStep) -> str:
    """A step in whole sentences: what to do, and what the program does by itself."""
    return {
        NextStep.LOOK_IN_PORTAL: _(
            "It was sent, but the list does not show it as it should be. Look in the portal, at the company's list of "
            "certificates. Then run the same command again: it reads the list first, and sends only what is not there."
        ),
        NextStep.COMPARE: _(
            "An entry of the portal's list may be this certificate already, so nothing was sent. Compare it as the "
            "reason says, then run the same command again."
        ),
        NextStep.ACT_IN_PORTAL: _(
            "The portal wants a person. Log in yourself, do what the reason says, then run the same command again."
        ),
        NextStep.HEED_REFUSAL: _(
            "The portal did not take the certificate. Mend what it says in its own words, then run the same command "
            "again."
        ),
        NextStep.MEND_FILE: _(
            "The certificate cannot go into the portal as it is, and the portal was not touched. Do what the reason "
            "says; mostly that is to ask the client. Then run the same command again."
        ),
        NextStep.CHECK_LOGIN: _(
            "Check whether the login has this company: log in yourself, and look into the company box. If not, ask for "
            "it in InvoiCy, or name another login in the column conta. Then run the same command again."
        ),
        NextStep.RUN_AGAIN: _(
            "It never got as far as Salvar, so nothing has changed. Run the same command again. If it fails in the "
            "same way, run rpa doctor."
        ),
        NextStep.CLICK_IN_SISCOBAN: _(
            "At the client's, in Siscoban: open Utilitários > Manutenção Impressora Fiscal and click Validade "
            "Certificado. Until then no coupons can be issued."
        ),
        NextStep.RENEW: _("Nothing was changed yet. Run rpa renew with the same file."),
        NextStep.NOTHING: _("Nothing to do."),
    }[step]
