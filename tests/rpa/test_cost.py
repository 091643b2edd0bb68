"""What one client costs, in counts that are the same on every machine and at every hour."""

from __future__ import annotations

from typing import Any

import pytest
from playwright._impl import connection  # what passes to the browser is told nowhere else

from rpa.outcome import Result
from tests.desk import FILIAL, OTHER, PADARIA, Desk

CNPJS = (PADARIA, FILIAL, OTHER)

DOCUMENTS = 5
"""Where the company changes: the start page, the list, the form, the list to which the portal leads after Salvar, and
the list anew: the portal's own may show, once, what was not kept."""

REQUESTS = DOCUMENTS + 7
"""Beside them: the choice of the company, its data twice, undrawn, Adicionar, two fields that are checked when they are
left, and Salvar."""

MESSAGES = 76
"""To the browser's driver; some 56 where nothing is slow, for a wait looks again and again. Without care it was 145."""


class Counted:
    """Counts what is sent to the browser's driver."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.messages = 0
        self.kilobytes = 0.0
        send = connection.Connection.send_message_to_server

        def count(own: Any, channel: Any, method: str, params: Any, options: Any) -> Any:
            self.messages += method != "__waitInfo__"
            self.kilobytes += len(str((params or {}).get("expression", ""))) / 1024
            return send(own, channel, method, params, options)

        monkeypatch.setattr(connection.Connection, "send_message_to_server", count)


def test_a_client_costs_no_more_than_it_did(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests, documents, and messages to the browser, of a client whose company must be chosen; no script twice."""
    renewals = []
    for cnpj in CNPJS:
        desk.company(cnpj, f"EMPRESA {cnpj}")
        renewals.append(desk.renewal(cnpj, desk.pfx(cnpj, f"{cnpj}.pfx")))
    ends = [desk.renew(renewals[0]).result, desk.renew(renewals[1]).result]
    memory = desk.portal.memory
    requests, loads = len(memory.requests), memory.loads()
    counted = Counted(monkeypatch)

    ends.append(desk.renew(renewals[2]).result)

    assert ends == [Result.RENEWED] * 3
    assert memory.loads() - loads <= DOCUMENTS
    assert len(memory.requests) - requests <= REQUESTS
    assert counted.messages <= MESSAGES
    assert counted.kilobytes < 500
