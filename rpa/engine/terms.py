"""How a worker is to work: with how many sessions, on what, and at which pace."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from rpa.engine.breaker import PAUSES

RETRY_PAUSES = (5.0, 20.0, 60.0)
"""Seconds before each further attempt at what failed, or at reading what was not seen yet; half more or less."""

PACE = 1.0
"""Seconds that pass at least between the beginnings of two visits of a session: portals block who is too quick."""


DATABASE_PATIENCE = 600.0
"""Seconds for which a shared database may be gone in the middle of the work, which then goes on."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long is waited, in seconds, between attempts, and between the visits of a session."""

    retry: Sequence[float] = RETRY_PAUSES
    pace: float = PACE

    def before_attempt(self, number: int) -> float | None:
        """The pause before this attempt (the second is 2); None where none is left."""
        if number - 2 >= len(self.retry):
            return None
        return self.retry[number - 2] * random.uniform(0.5, 1.5)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Terms:
    """How a worker works: so many seats, so many sessions an account; one run, or all; until nothing is left, or on.

    It works at one `portal`, host and port, where one is named.
    """

    seats: int = 1
    sessions_per_account: int = 1
    run: str | None = None
    until_empty: bool = True
    pauses: Pauses = field(default_factory=Pauses)
    portal_pauses: tuple[float, ...] = PAUSES
    portal: str | None = None
    database_patience: float = DATABASE_PATIENCE
