"""What a task refers to is found again as it is now: the PFX, its row of the clients file, its password."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest

from rpa.certificates import Terms
from rpa.engine import Task
from rpa.outcome import Outcome, Result
from rpa.passwords import Passwords
from rpa.preflight import Preflight
from rpa.renewal import Renewal
from rpa.renewals import Renewals, version_of
from rpa.secret import Secret
from rpa.settings import Settings
from rpa.vault import Vault
from tests.desk import PADARIA, PFX_PASSWORD, Desk
from tests.engine.players import a_task
from tests.keyring_in_a_file import FileKeyring


@pytest.fixture
def renewals(desk: Desk) -> Renewals:
    """What a worker has."""
    return Renewals(Preflight(desk.trust, Passwords(desk.settings, ask=False), Terms()))


def task_of(desk: Desk, pfx: Path, clients: Path) -> Task:
    """The padaria's task, as it was queued."""
    return a_task(
        cnpj=PADARIA, pfx=str(pfx), clients_file=str(clients), fingerprint=desk.fingerprint(pfx), row=2, company=""
    )


def rows(desk: Desk, *passwords: str) -> Path:
    """A clients file with the padaria in each row, and these passwords."""
    path = desk.clients(*({"CNPJ": PADARIA, "PFX": "p.pfx", "Senha": password} for password in passwords))
    os.utime(path, ns=(len(passwords), len(passwords)))  # a clock that is too coarse must not decide this
    return path


def test_a_pfx_that_is_exchanged_during_a_run_is_not_sent(desk: Desk, renewals: Renewals) -> None:
    """It was opened when the run began: what lies there now is another certificate, and ends `failed` with that."""
    pfx = desk.pfx()
    task = task_of(desk, pfx, rows(desk, PFX_PASSWORD))
    opened = renewals.of(task)
    assert isinstance(opened, Renewal)
    renewals.remember(task, opened, version_of(pfx))
    assert renewals.of(task) is opened

    desk.pfx(days=200)

    found = renewals.of(task)
    assert isinstance(found, Outcome)
    assert (found.result, "another certificate" in found.reason) == (Result.FAILED, True)


def test_after_salvar_a_pfx_that_was_exchanged_leaves_it_open(desk: Desk, renewals: Renewals) -> None:
    """Salvar may have been pressed: that never ends `failed`, which says that it was not."""
    pfx = desk.pfx()
    task = task_of(desk, pfx, rows(desk, PFX_PASSWORD))
    desk.pfx(days=200)

    found = renewals.of(task, {"nickname": "Novo", "before": []})

    assert isinstance(found, Outcome)
    assert (found.result, "look in the list" in found.reason) == (Result.UNVERIFIED, True)


def test_a_clients_file_is_read_again_when_it_was_written(desk: Desk, renewals: Renewals) -> None:
    """A worker that stays sees rows that came later, and passwords that were put right."""
    pfx = desk.pfx()
    task = task_of(desk, pfx, rows(desk, "errada"))
    assert isinstance(renewals.of(task), Outcome)

    rows(desk, PFX_PASSWORD, "")

    assert isinstance(renewals.of(task), Renewal)


def test_a_password_that_was_missing_is_found_when_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that stays looks into the keyring anew."""
    monkeypatch.setenv("RPA_TEST_KEYRING", str(tmp_path / "keyring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]
    try:
        passwords = Passwords(Settings({"RPA_HOME": str(tmp_path)}), ask=False)
        assert passwords.of_pfx(PADARIA) is None
        Vault(tmp_path).put(PADARIA, Secret(PFX_PASSWORD))

        assert passwords.of_pfx(PADARIA) == Secret(PFX_PASSWORD)
    finally:
        keyring.set_keyring(before)
