"""Filling in the form of one certificate, so that what is sent is what was meant."""

from __future__ import annotations

from pathlib import Path

from pages import CertificateForm, FilePayload, Kept
from pages.errors import Lost, ScreenTrouble
from rpa.messages import _
from rpa.renewal import Renewal
from rpa.text import fold
from rpa.visit import Visit

_ATTEMPTS = 3


def fill(form: CertificateForm, visit: Visit) -> Kept:
    """Fill in the form, and read every value back: a portal may cut, drop or refuse one in silence.

    Gives what the form holds then. Raises ScreenTrouble where it does not hold what it should, NicknameTakenError where
    the list has its Apelido already, or what pages raise.
    """
    renewal, taken = visit.renewal, [row.nickname for row in visit.before]
    blank = form.read_back()
    nickname = visit.nickname_within(form.longest_nickname(blank))
    secret, pfx = renewal.password.reveal(), _upload(renewal)
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


def _upload(renewal: Renewal) -> Path | FilePayload:
    """What the browser is given: the path; or bytes, of a .p12 under the ending that the portal wants, never a copy."""
    pfx = renewal.pfx
    if pfx.suffix.lower() == ".pfx" and renewal.content is None:
        return pfx
    content = pfx.read_bytes() if renewal.content is None else renewal.content
    return FilePayload(name=f"{pfx.stem}.pfx", mimeType="application/x-pkcs12", buffer=content)
