"""Takes secrets out of texts that are told or kept: a portal may repeat in its messages what was typed.

A text from outside is cut after that, never before: what is left of a secret that was cut is known by nobody.
"""

from __future__ import annotations

from dataclasses import replace

from rpa import logs, tokens
from rpa.cleaner import Cleaner
from rpa.outcome import Outcome
from rpa.renewal import Renewal
from rpa.secret import Secret

LONGEST = 2000
"""Characters of one message that is kept; a page of an error may have millions."""


def know(renewal: Renewal, password: Secret) -> None:
    """What must not be told of a renewal in an account with this password, and what may be, before a portal says it."""
    logs.learn(renewal.password, password)
    cnpj, names = renewal.cnpj, (renewal.company, renewal.certificate.holder, renewal.nickname, renewal.account)
    tokens.name(cnpj.text, cnpj.masked, *names)


def redacted(outcome: Outcome, *secrets: Secret) -> Outcome:
    """The outcome, without these secrets in anything that the portal may have said, and its messages cut."""
    clean = Cleaner(secrets, tokens.is_name).clean
    return replace(
        outcome,
        reason=clean(outcome.reason),
        warnings=tuple(clean(warning) for warning in outcome.warnings),
        said=tuple(cut(clean(words), LONGEST) for words in outcome.said),
        seen=tuple((clean(nickname), expiry, default) for nickname, expiry, default in outcome.seen),
        nickname=None if outcome.nickname is None else clean(outcome.nickname),
    )


def clean(text: str, *secrets: Secret) -> str:
    """The text with … in place of each secret, as it is or in any of the forms in which it may be repeated."""
    return Cleaner(secrets, tokens.is_name).clean(text)


def cut(text: str, most: int) -> str:
    """A text that is clean, or its first so many characters with … behind."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
