"""The cookies of sessions: whoever has one is logged in, so each is a secret, unless it says what anybody may read.

A portal may keep in a cookie the company, the Apelido or the login that was chosen last. These stand in every report,
so a cookie is told from them by what it is: no session's cookie is a part of a name.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rpa.public import Public, is_own
from rpa.secret import Secret

if TYPE_CHECKING:
    from rpa.cleaner import Cleaner

_lock = threading.Lock()
_learnt: set[Secret] = set()
_names = Public()
_cleaner: Cleaner | None = None


def learn(*tokens: Secret) -> None:
    """Know these cookies from here on."""
    global _cleaner  # noqa: PLW0603 - one process has one log
    from rpa.cleaner import Cleaner  # half of what `rpa --help` would import

    with _lock:
        _cleaner = _cleaner or Cleaner(may_be_told=is_name, spares=True)
        _cleaner.learn(set(tokens) - _learnt)
        _learnt.update(tokens)


def name(*texts: str | None) -> None:
    """These are names, numbers or logins that stand in reports by right, wherever they were read."""
    with _lock:
        _names.learn(*texts)


def names() -> frozenset[str]:
    """All that was named."""
    with _lock:
        return frozenset(_names.texts)


def is_name(text: str) -> bool:
    """Whether a text is a part of something that stands in reports by right."""
    return _names.holds(text) or is_own(text)


def secret_ones() -> frozenset[Secret]:
    """The cookies that say nothing else."""
    with _lock:
        return frozenset(token for token in _learnt if not is_name(token.reveal()))


def places(text: str) -> list[tuple[int, int]]:
    """Where in a text such a cookie stands, from where to where."""
    with _lock:
        return list(_cleaner.places(text)) if _cleaner else []
