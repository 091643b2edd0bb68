"""The logins of one process, account by account: one at a time, and no further one where the last led nowhere."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict

from pages import Portal
from pages.errors import LoginRefused, LoginUnclear, PersonNeeded
from rpa.refused_logins import RefusedLogins
from rpa.secret import Secret

MOST_IN_VAIN = 4
"""Logins of an account in a row whose session was lost before any visit had come to its end."""


class Logins:
    """What all sessions of a process share. `refused` is where refusals are remembered beyond it, if they are.

    With `retry`, a refusal of an earlier run is forgotten, once.
    """

    def __init__(self, refused: RefusedLogins | None = None, *, retry: bool = False) -> None:
        self._refused = refused
        self._retry = retry
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()
        self._tried: set[str] = set()
        self._unclear: dict[str, tuple[str, ...]] = {}
        self._in_vain: Counter[str] = Counter()

    def sign_in(self, portal: Portal, account: str, password: Secret, *, in_vain: bool = False) -> None:
        """Log in, once; who waits for another login of the same account learns first what has become of that.

        `in_vain` says that the caller has logged in before, and that this served nobody.
        Raises what Portal.sign_in raises; PersonNeeded where another login is not to be tried.
        """
        with self._guard:
            turn = self._turns[account]
        with turn:
            self._in_vain[account] += in_vain
            self._check(account, password)
            try:
                portal.sign_in(account, password.reveal())
            except LoginRefused:
                self.remember(account, password)
                raise
            except LoginUnclear as error:
                self._unclear[account] = error.said
                raise
            if self._refused:
                self._refused.forget(account, password)

    def remember(self, account: str, password: Secret) -> None:
        """The portal has refused this password, at login or where it asked for it again."""
        if self._refused:
            self._refused.remember(account, password)

    def served(self, account: str) -> None:
        """A visit has come to its end, whatever end, in the session of this account's last login."""
        self._in_vain[account] = 0

    def _check(self, account: str, password: Secret) -> None:
        if self._retry and self._refused and account not in self._tried:
            self._refused.forget(account, password)
        self._tried.add(account)
        if self._refused and self._refused.when(account, password):
            raise PersonNeeded("refused_before")
        if account in self._unclear:
            raise PersonNeeded("unclear_before", said=self._unclear[account])
        if self._in_vain[account] >= MOST_IN_VAIN:
            raise PersonNeeded("in_vain")
