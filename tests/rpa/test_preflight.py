"""The pre-flight says all that can be known of a client before the portal is touched."""

from __future__ import annotations

from rpa.certificates import Terms
from rpa.clients import Client
from rpa.cnpj import Cnpj
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.preflight import Preflight
from tests.desk import EMAIL, PADARIA, Desk


def without_password(desk: Desk, name: str) -> str:
    """Why a client without a password for this file is blocked."""
    client = Client(
        row=2, cnpj=Cnpj(PADARIA), pfx=desk.folder / name, password=None, nickname=None, default=True, company="",
        account=None,
    )  # fmt: skip
    preflight = Preflight(desk.trust, Passwords(desk.settings, ask=False), Terms())
    (all_at_once,) = preflight.prepare([(client, EMAIL)])
    alone = preflight.prepare_one(client, EMAIL)
    assert isinstance(alone, Outcome)
    assert alone == all_at_once
    assert alone.result is Result.BLOCKED
    return alone.reason


def test_a_file_without_a_password_is_told_so(desk: Desk) -> None:
    """Where to put it stands in the sentence."""
    desk.pfx(name="loja.pfx")

    reason = without_password(desk, "loja.pfx")

    assert reason.startswith("loja.pfx: There is no password")
    assert f"PFX_PASSWORD_{PADARIA}" in reason


def test_a_file_that_is_not_there_is_told_though_its_password_is_missing_too(desk: Desk) -> None:
    """Both are said: who mends the one would otherwise meet the other in the next run."""
    reason = without_password(desk, "outra.pfx")

    assert reason.startswith("outra.pfx: The file is not there.")
    assert "There is no password" in reason
