"""A person passes what no program may, once; the commands go on with that login, and nobody else can."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.portal import VARIANTS
from rpa.kept_sessions import KeptSession, KeptSessions
from rpa.secret import Secret
from tests.desk import EMAIL, PADARIA, PASSWORD, PFX_PASSWORD, Desk, Ran, run_module

STATE = '{"cookies": [{"name": "ASP.NET_SessionId", "value": "prova-7731"}], "origins": []}'
START = "https://portal.example/inicio.aspx"


def keyring_in(folder: Path) -> dict[str, str]:
    """The settings of a machine that has a keyring."""
    backend = "tests.keyring_in_a_file.FileKeyring"
    return {"PYTHON_KEYRING_BACKEND": backend, "RPA_TEST_KEYRING": str(folder / "keyring.json")}


@pytest.fixture
def a_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring for this very process."""
    from tests.keyring_in_a_file import FileKeyring

    monkeypatch.setenv("RPA_TEST_KEYRING", str(tmp_path / "keyring.json"))
    monkeypatch.setattr("keyring.core._keyring_backend", FileKeyring())  # type: ignore[no-untyped-call]


@pytest.fixture
def clients(desk: Desk) -> Path:
    """A clients file with one good client."""
    desk.company()
    desk.pfx()
    desk.open_account()
    return desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})


def log_in(desk: Desk, obstacle: str, *clients: Path, **environment: str) -> Ran:
    """`rpa login`, and a person who passes this obstacle."""
    return run_module(
        "tests.person", obstacle, *clients, environment={**desk.environment, **environment}, folder=desk.folder
    )


@pytest.mark.long
@pytest.mark.parametrize("obstacle", ["captcha", "email-code", "terms"])
def test_what_a_person_has_passed_need_not_be_passed_again(desk: Desk, clients: Path, obstacle: str) -> None:
    """`renew` is parked by the obstacle; after `rpa login` it goes on with that login, and logs in no second time."""
    desk.portal.variant = replace(VARIANTS[obstacle], markup=VARIANTS["new"].markup)
    with_keyring = keyring_in(desk.folder)

    before = desk.rpa("renew", clients, "--json", **with_keyring)
    by_hand = log_in(desk, obstacle, **with_keyring)
    tries = len(desk.portal.memory.logins)
    after = desk.rpa("renew", clients, "--json", **with_keyring)

    assert (before.results, by_hand.code, after.results) == ({2: "parked"}, 0, {2: "renewed"}), by_hand.err + after.err
    assert "rpa login" in before.json[0]["reason"] or obstacle == "terms"
    assert len(desk.portal.memory.logins) == tries


@pytest.mark.long
def test_plan_and_doctor_go_on_with_it_too(desk: Desk, clients: Path) -> None:
    """Behind a captcha, both do their work with the login that was made by hand."""
    desk.portal.variant = VARIANTS["captcha"]
    log_in(desk, "captcha", **keyring_in(desk.folder))

    plan, doctor = (desk.rpa(*words, **keyring_in(desk.folder)) for words in (("plan", clients), ("doctor",)))

    assert (plan.code, doctor.code) == (0, 0), plan.out + doctor.out + doctor.err
    assert "made by hand" in doctor.out


@pytest.mark.long
def test_a_session_that_is_over_is_no_obstacle(desk: Desk, clients: Path) -> None:
    """Where the portal shows the login screen after all, the program logs in as usual."""
    log_in(desk, "none", **keyring_in(desk.folder))
    desk.portal.sessions.end_all()

    ran = desk.rpa("renew", clients, "--json", **keyring_in(desk.folder))

    assert ran.results == {2: "renewed"}, ran.out + ran.err
    assert [login.ok for login in desk.portal.memory.logins] == [True, True]


@pytest.mark.long
def test_a_session_lost_on_the_way_is_taken_up_by_a_login(desk_at: Callable[..., Desk]) -> None:
    """The kept login ends while the client is under way: log in as usual, once, and begin with the client again."""
    desk = desk_at(VARIANTS["session-list"])
    desk.company()
    desk.pfx()
    desk.open_account()
    clients = desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})
    log_in(desk, "none", **keyring_in(desk.folder))

    ran = desk.rpa("renew", clients, "--json", **keyring_in(desk.folder))

    assert ran.results == {2: "renewed"}, ran.out + ran.err
    assert len(desk.portal.memory.kept) == 1


@pytest.mark.long
def test_no_password_is_needed_while_the_session_lives(desk: Desk, clients: Path) -> None:
    """Somebody typed the password in the window; `renew` knows none, and says so when the session is over."""
    log_in(desk, "none", **keyring_in(desk.folder))
    without = {"INVOICY_PASSWORD": "", **keyring_in(desk.folder)}

    alive = desk.rpa("renew", clients, "--json", **without)
    desk.portal.sessions.end_all()
    over = desk.rpa("renew", clients, "--json", **without)

    assert (alive.results, over.results) == ({2: "renewed"}, {2: "parked"}), alive.out + over.out
    assert "rpa login" in over.json[0]["reason"]


@pytest.mark.long
def test_logout_forgets_it(desk: Desk, clients: Path) -> None:
    """After `rpa logout` nothing of the session is left, and the next command logs in as usual."""
    log_in(desk, "none", **keyring_in(desk.folder))

    first, second = (desk.rpa("logout", **keyring_in(desk.folder)) for _time in range(2))

    assert "is forgotten" in first.out
    assert "No session" in second.out
    assert list((desk.folder / "home" / "sessions").iterdir()) == []
    assert desk.rpa("plan", clients, **keyring_in(desk.folder)).code == 0
    assert len(desk.portal.memory.logins) == 2


def test_without_a_keyring_login_says_so_before_anybody_acts(desk: Desk, clients: Path) -> None:
    """A login that would end with the command is not asked for; the message says what to do instead."""
    ran = desk.rpa("login")

    assert (ran.code, "--renew" in ran.err, "keyring" in ran.err) == (3, True, True), ran.err
    assert desk.portal.memory.requests == []


@pytest.mark.long
def test_without_a_keyring_it_serves_until_the_program_ends(desk: Desk, clients: Path) -> None:
    """`rpa login --renew` renews in the same program; nothing is written, and the next command knows nothing of it."""
    desk.portal.variant = VARIANTS["captcha"]

    both = log_in(desk, "captcha", clients)
    again = desk.rpa("renew", clients, "--json")

    assert (both.code, again.results) == (0, {2: "parked"}), both.out + both.err
    assert len(desk.portal.memory.kept) == 1
    assert not (desk.folder / "home" / "sessions").exists()


def test_a_window_that_is_closed_keeps_nothing(desk: Desk, clients: Path) -> None:
    """Exit code 4, in a sentence."""
    ran = log_in(desk, "closes", **keyring_in(desk.folder))

    assert (ran.code, "nothing was kept" in ran.err) == (4, True), ran.err
    assert not (desk.folder / "home" / "sessions").exists()


def test_a_host_that_is_not_let_through_is_named(desk: Desk, clients: Path) -> None:
    """A captcha that comes from elsewhere is told with the option that lets it through."""
    ran = log_in(desk, "elsewhere", **keyring_in(desk.folder))

    assert "rpa login --host captcha.example" in ran.err


def test_a_host_must_be_one(desk: Desk) -> None:
    """What would change the browser's rules in other ways is refused."""
    ran = desk.rpa("login", "--host", "a.example, EXCLUDE *")

    assert (ran.code, "--host" in ran.err) == (3, True)


def test_nothing_that_is_kept_can_be_read(desk: Desk, clients: Path) -> None:
    """Neither cookie, e-mail nor password stands in the file or in what was printed."""
    ran = log_in(desk, "none", **keyring_in(desk.folder))

    (cookie,) = desk.portal.sessions._open
    (kept,) = (desk.folder / "home" / "sessions").iterdir()
    for secret in (cookie, EMAIL, PASSWORD):
        assert secret.encode() not in kept.read_bytes() + kept.name.encode()
    assert cookie not in ran.out + ran.err
    assert os.name == "nt" or stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("a_keyring")
def test_host_and_account_both_count(tmp_path: Path) -> None:
    """A session is of one account at one portal, whatever the capitals; a file put in another's place is nothing."""
    here = KeptSessions(tmp_path, "portal.example")
    here.keep("loja@example.com.br", KeptSession(Secret(STATE), START))
    found = here.find("Loja@Example.com.br")

    assert found is not None
    assert (found.storage["cookies"][0]["value"], found.start) == ("prova-7731", START)
    assert here.find("outra@example.com.br") is None
    assert KeptSessions(tmp_path, "homolog.example").find("loja@example.com.br") is None


@pytest.mark.usefixtures("a_keyring")
def test_a_file_that_is_not_what_was_written_is_no_session(tmp_path: Path) -> None:
    """Changed by a byte, or put in the place of another account's, it is not believed."""
    here = KeptSessions(tmp_path, "portal.example")
    here.keep("a@example.com.br", KeptSession(Secret(STATE), START))
    here.keep("b@example.com.br", KeptSession(Secret(STATE), START))
    first, second = sorted((tmp_path / "sessions").iterdir())

    first.write_bytes(second.read_bytes())
    second.write_bytes(second.read_bytes()[:-1] + b"x")

    assert [here.find(f"{name}@example.com.br") for name in "ab"] == [None, None]
