"""What went wrong on a screen, as a sentence for the person at the keyboard: what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from pages import Answer
from pages.errors import LoginUnclear, Lost, NotAuthorised, PageError, PersonNeeded, SessionLost, Unreachable
from rpa import logs
from rpa.messages import _, language, ngettext
from rpa.proof import NotOfferedError, NotProvedError
from rpa.redaction import cut
from rpa.screens import screen_named, told
from rpa.upload import ChangedFileError

_MOST_QUOTED = 500
"""Characters of one message that are quoted: an error page may have millions."""


def quoted(said: Sequence[str]) -> str:
    """The portal's own words, as a quotation."""
    return " ".join(f"“{outside(words, _MOST_QUOTED)}”" for words in said)


def _names(nearest: Sequence[str]) -> str:
    return outside(", ".join(nearest), _MOST_QUOTED)


def outside(text: str, most: int) -> str:
    """A text from outside, without secrets, and then no longer than this."""
    return cut(logs.without_secrets(text), most)


def _words(said: Sequence[str]) -> str:
    """What the portal said, to be put behind what it means; nothing, where it said nothing."""
    return f" {_('The portal said: {words}').format(words=quoted(said))}" if said else ""


def said_no(answer: Answer) -> str:
    """Why the portal did not take what was sent, in its words, and what they mean where that is known."""
    meanings = {
        "password": _("The portal refuses the certificate's password."),
        "expired": _("The portal says that the certificate has expired."),
        "other_company": _("The portal says that the certificate is another company's."),
        "duplicate": _("The portal says that it has one like it already."),
        "permission": _("The user may not save certificates; ask for the permission in InvoiCy."),
        "missing": _("The portal says that something is missing in the form."),
        "question": _("The portal asked a question, which was declined; do it by hand in the portal."),
    }
    meaning = meanings.get(answer.kind, _("The portal refused it."))
    return f"{meaning}{_words(answer.said)}"


def stopped(address: str) -> str:
    """That something was to go to another address than the portal's, and what became of it."""
    return _(
        "The portal's page turned to {address}, which is not the portal's own address: that was stopped, and nothing "
        "arrived there. If it belongs to the portal, name its host in RPA_ALLOWED_HOSTS."
    ).format(address=outside(address, 80))


def obstacle(error: PersonNeeded) -> str:
    """Why a person is needed in the portal, and what for."""
    if error.obstacle == "led_away":
        return stopped(*error.said)
    meanings = {
        "login": _("The portal refused e-mail and password; it was tried once. Check them before the next run."),
        "refused_before": _(
            "The portal has refused this password before; it was not tried again. Correct it, or, if the portal has "
            "changed its mind, pass --retry-login."
        ),
        "unclear_before": _(
            "What the portal showed after the last login was not understood; none is tried again until this program "
            "is started anew. Look in the portal, or log in with: rpa login."
        ),
        "in_vain": _(
            "The portal has ended the session after each of the last logins, before anything could be done; none is "
            "tried again until this program is started anew. Is the same user at work elsewhere?"
        ),
        "captcha": _("The portal shows a captcha; a person has to log in: rpa login."),
        "code": _("The portal asks for a code that it has sent; a person has to log in: rpa login."),
        "no_password": _(
            "The portal asks for the password, and none is known here: set it, or log in with: rpa login."
        ),
        "terms": _("The portal asks to accept terms; a person has to read them."),
        "question": _("The portal asks something that a person has to answer."),
        "new_password": _("The portal wants a new password; a person has to choose it."),
        "locked": _("The user is locked; ask the InvoiCy administrator to unlock it."),
        "wizard": _("The user has no company in the portal yet; ask the InvoiCy administrator."),
        "permission": _("The user may not change this company's certificates; ask for the permission in InvoiCy."),
        "foreign_host": _(
            "A page that asks for a password is on another host than INVOICY_URL, or would send it there; "
            "nothing was typed."
        ),
    }
    meaning = meanings.get(error.obstacle, error.obstacle)
    if isinstance(error, NotAuthorised) and error.missing:
        there = _("{missing} is missing on the screen (there: {nearest}).")
        return f"{meaning} {there.format(missing=error.missing, nearest=_names(error.nearest))}"
    return f"{meaning}{_words(error.said)}"


def unclear(error: LoginUnclear) -> str:
    """That nobody can tell what became of a login."""
    meaning = _(
        "The password was sent, and what the portal showed then was not understood ({what}); it is not tried again "
        "until this program is started anew. Look in the portal, or log in with: rpa login."
    ).format(what=told(error.what) or "–")
    return f"{meaning}{_words(error.said)}"


def box_told(text: str) -> str:
    """What a box of the browser's own said."""
    told = _("The portal opened a box, which was answered so that nothing changes: {words}")
    return told.format(words=quoted([text]))


def more_boxes(count: int) -> list[str]:
    """That there were so many more boxes than were told; nothing where there were none."""
    if not count:
        return []
    told = ngettext("… and {n} more box of the browser's own.", "… and {n} more boxes of the browser's own.", count)
    return [told.format(n=_grouped(count))]


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", "." if language().startswith("pt") else ",")


def silent(seconds: float) -> str:
    """That a page answered nothing for so many seconds, and what became of its browser."""
    told = _("A page of the portal answered nothing for {seconds} seconds: its browser was ended.")
    return told.format(seconds=round(seconds))


def too_large(limit: int) -> str:
    """That a browser took more than so many bytes, and what became of it."""
    told = _("The portal's pages took more than {megabytes} MB of memory: their browser was ended.")
    return told.format(megabytes=round(limit / 1_000_000))


def trouble(error: PageError | NotProvedError | ChangedFileError) -> str:
    """What was not as it was to be expected: mostly what the portal did."""
    if isinstance(error, NotProvedError | ChangedFileError):
        return not_proved(error) if isinstance(error, NotProvedError) else changed(error)
    if isinstance(error, SessionLost):
        return _("The portal ended the session, and again after a new login.")
    words = _words(error.said)
    if isinstance(error, Unreachable):
        return _("The portal did not answer ({what}).").format(what=told(error.what)) + words
    if isinstance(error, Lost) and error.wanted:
        there = _("On the screen {screen}, {wanted} was found {count} times; the nearest there: {nearest}.").format(
            screen=screen_named(error.screen),
            wanted=" / ".join(error.wanted[:3]),
            count=error.matches,
            nearest=_names(error.nearest) or "–",
        )
        return there + words
    what = told(getattr(error, "what", "")) or type(error).__name__
    if isinstance(error, Lost) and error.screen:
        return _("On the screen {screen}: {what}.").format(screen=screen_named(error.screen), what=what) + words
    return _("The portal was not as expected: {what}.").format(what=what) + words


def changed(error: ChangedFileError) -> str:
    """That the file is not the one that was examined."""
    if error.why:
        gone = _(
            "{file} cannot be read any more ({why}): nothing of it was sent. Put it back, and run the command again."
        )
        return gone.format(file=error.file, why=error.why)
    told = _(
        "{file} is no longer the file that was examined: nothing of it was sent. If it was exchanged on purpose, run "
        "the command again, which examines it anew."
    )
    return told.format(file=error.file)


def not_proved(error: NotProvedError) -> str:
    """That the company could not be proved, and what the screen shows instead. It says nothing of what was saved."""
    if isinstance(error, NotOfferedError):
        text = _(
            "The company box does not have {cnpj}: it offers {offered} companies, and each is another one. Check "
            "whether the login has this company, or name another login in the column conta."
        )
    elif error.tells_none:
        text = _(
            "The portal does not say on which CNPJ it works, so {cnpj} cannot be proved: in the company box no number "
            "is a field of its own (one within a name says nothing), and there is no Dados da Empresa. Ask in InvoiCy "
            "for access to Dados da Empresa."
        )
    else:
        text = _(
            "The portal does not show that it works on {cnpj} (it shows “{shown}”, and offers {offered} companies). "
            "Check that the login has this company, and the column empresa."
        )
    return text.format(cnpj=error.cnpj.masked, shown=outside(error.shown, 80), offered=error.offered)
