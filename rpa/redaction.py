"""Takes secrets out of texts that are told or kept: a portal may repeat in its messages what was typed."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, quote_plus

from rpa.outcome import Outcome
from rpa.secret import Secret

_SHORT = 4  # characters: below that, only a word of its own is taken for the secret


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
    for form in sorted({form for secret in secrets for form in forms(secret)}, key=len, reverse=True):
        text = text.replace(form, "…") if len(form) >= _SHORT else re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", "…", text)
    return text


def forms(secret: Secret) -> Iterator[str]:
    """A secret raw, escaped for HTML, JSON and addresses, in base64, and with its blanks folded as on a page."""
    raw = secret.reveal()
    if not raw.strip():
        return
    yield from (raw, raw.strip(), " ".join(raw.split()))
    yield from (html.escape(raw), html.escape(raw, quote=False), json.dumps(raw)[1:-1], quote(raw), quote_plus(raw))
    yield base64.b64encode(raw.encode()).decode()
