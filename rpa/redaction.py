"""Takes secrets out of texts that are told or kept: a portal may repeat in its messages what was typed."""

from __future__ import annotations

from dataclasses import replace

from rpa.cleaner import Cleaner
from rpa.outcome import Outcome
from rpa.secret import Secret


def redacted(outcome: Outcome, *secrets: Secret) -> Outcome:
    """The outcome, without these secrets in anything that the portal may have said."""
    return replace(
        outcome,
        reason=clean(outcome.reason, *secrets),
        warnings=tuple(clean(warning, *secrets) for warning in outcome.warnings),
        said=tuple(clean(words, *secrets) for words in outcome.said),
        seen=tuple((clean(nickname, *secrets), expiry, default) for nickname, expiry, default in outcome.seen),
        nickname=None if outcome.nickname is None else clean(outcome.nickname, *secrets),
    )


def clean(text: str, *secrets: Secret) -> str:
    """The text with … in place of each secret, as it is or in any of the forms in which it may be repeated."""
    return Cleaner(secrets).clean(text)
