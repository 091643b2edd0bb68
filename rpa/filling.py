"""Filling in the form of one certificate, so that what is sent is what was meant."""

from __future__ import annotations

from pages import CertificateForm, Kept
from pages.errors import Lost, ScreenTrouble
from rpa.messages import _
from rpa.text import fold
from rpa.upload import upload_of
from rpa.visit import Visit

_ATTEMPTS = 3


def fill(form: CertificateForm, visit: Visit) -> Kept:
    """Fill in the form, and read every value back: a portal may cut, drop or refuse one in silence.

    Gives what the form holds then. Raises ScreenTrouble where it does not hold what it should, NicknameTakenError where
    the list has its Apelido already, ChangedFileError, or what pages raise.
    """
    renewal, taken = visit.renewal, [row.nickname for row in visit.before]
    blank = form.read_back()
    nickname = visit.nickname_within(form.longest_nickname(blank))
    secret = renewal.password.reveal()
    pfx = visit.upload = visit.upload or upload_of(renewal)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            before = blank if attempt == 1 else None
            form.fill(nickname=nickname, password=secret, default=renewal.default, pfx=pfx, before=before)
            kept = form.read_back(secret)
            if kept.nickname and nickname.startswith(kept.nickname) and fold(kept.nickname) not in map(fold, taken):
                nickname = kept.nickname
            wrong = form.differences(nickname=nickname, password=secret, default=renewal.default, pfx=pfx, kept=kept)
        except Lost:  # a field may be missing for as long as a form is drawn anew
            if attempt == _ATTEMPTS:
                raise
            form.window.settle()
            continue
        if not wrong:
            break
    if wrong:
        captions = ", ".join(form.window.words[f"form.{key}"][0] for key in wrong)
        raise ScreenTrouble(what=_("the form does not keep {captions}").format(captions=captions))
    visit.nickname = None if "nickname" in kept.missing else nickname
    visit.no_default = "default" in kept.missing
    if visit.nickname and renewal.nickname not in (None, nickname):
        cut = _("The portal cut the Apelido “{asked}” to “{kept}”.").format(asked=renewal.nickname, kept=nickname)
        visit.warnings += [cut] if cut not in visit.warnings else []
    return kept


def fill_default(form: CertificateForm, visit: Visit) -> Kept:
    """Answer Certificado Padrão alone, in the form of an entry that is there; otherwise as `fill`."""
    form.choose_default(visit.renewal.default)
    kept = form.read_back()
    if kept.default is not visit.renewal.default:
        caption = form.window.words["form.default"][0]
        raise ScreenTrouble(what=_("the form does not keep {captions}").format(captions=caption))
    return kept


def still_holds(form: CertificateForm, visit: Visit, filled: Kept) -> bool:
    """Whether the form holds what it held when it was filled in; of Senha it is asked where that was typed."""
    secret = None if filled.secret is None else visit.renewal.password.reveal()
    return form.read_back(secret) == filled
