"""A session at the stand-in without a browser: the road of a renewal as HTTP calls, for drills of thousands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx

from fixtures.portal_client import ListedCertificate, PortalClient, UnexpectedAnswerError
from rpa.cnpj import Cnpj
from rpa.engine import Begun, Journal, Task, Visited
from rpa.outcome import Outcome, Result

PASSWORD = "pfx-7b1d"
LOGIN_PASSWORD = "portal-9f3c"


class HttpVisitor:
    """Reads before it acts, writes down what it is about to save, and believes the list only, as the real road does."""

    def __init__(self, url: str, account: str) -> None:
        self._url = url
        self._account = account
        self._client: PortalClient | None = None

    def visit(self, begun: Begun, journal: Journal) -> Visited:
        """One renewal."""
        try:
            return Visited(self._renew(begun, journal), logged_in=True)
        except (httpx.HTTPError, UnexpectedAnswerError) as error:
            self.close()
            lost = isinstance(error, httpx.TransportError)
            return Visited(_end(begun.task, Result.FAILED, type(error).__name__), self._client is not None, lost)

    def not_reached(self, begun: Begun) -> Visited:
        """The portal was never there."""
        return Visited(_end(begun.task, Result.FAILED, "not reached"), logged_in=False, unreachable=True)

    def portal_answers(self) -> bool:
        """Whether the login page is there."""
        try:
            return httpx.get(self._url, timeout=5).is_success
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        """Log out."""
        if self._client:
            self._client.__exit__(None, None, None)
            self._client = None

    def _renew(self, begun: Begun, journal: Journal) -> Outcome:
        task, client = begun.task, self._logged_in()
        if not client.choose(task.cnpj):
            return _end(task, Result.FAILED, "no such company")
        if _shows(client.certificates(), task):
            return _end(task, Result.RENEWED if begun.intention else Result.ALREADY_CURRENT, "seen in the list")
        if begun.intention:
            return _end(task, Result.UNVERIFIED, "sent, and not in the list")
        client.open_form()
        assert client.works_on(task.cnpj)
        journal.intend({"nickname": task.nickname})
        said = client.save(task.nickname or "", PASSWORD, Path(task.pfx).read_bytes())
        seen = _shows(client.certificates(), task)
        return _end(task, Result.RENEWED if seen else Result.UNVERIFIED, " ".join(said))

    def _logged_in(self) -> PortalClient:
        if self._client is None:
            client = PortalClient(self._url)
            assert client.log_in(self._account, LOGIN_PASSWORD)
            self._client = client
        return self._client


def _shows(listed: list[ListedCertificate], task: Task) -> bool:
    return any(row.nickname == task.nickname and row.default == "Sim" for row in listed)


def _end(task: Task, result: Result, reason: str) -> Outcome:
    return Outcome(task.row, Cnpj(task.cnpj), task.company, result, reason, valid_until=date(2027, 1, 1))
