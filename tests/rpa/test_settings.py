"""Settings, passwords and the language: where they come from, and what is said when they are wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from rpa.messages import language_of
from rpa.passwords import KEYRING_SERVICE, Passwords
from rpa.secret import Secret
from rpa.settings import Settings, SettingsError


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` in the current folder is read; a variable of the environment comes before it; empty ones do not count."""
    (tmp_path / ".env").write_text("INVOICY_EMAIL=a@file.br\nRPA_HOME=kept\nINVOICY_URL=https://x.br/login.aspx\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INVOICY_EMAIL", "B@env.br")
    monkeypatch.setenv("INVOICY_PASSWORD", "")
    monkeypatch.delenv("RPA_HOME")

    settings = Settings.load()

    assert (settings.email, settings.home, settings.url) == ("b@env.br", Path("kept"), "https://x.br/login.aspx")
    assert settings.portal_password("b@env.br") is None


def test_a_dollar_in_a_password_is_a_dollar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values of `.env` are taken as they stand: nothing in them is expanded."""
    (tmp_path / ".env").write_text("INVOICY_EMAIL=a@b.c\nINVOICY_PASSWORD='a${HOME}b#c'\n")
    monkeypatch.chdir(tmp_path)

    assert Settings.load().portal_password("a@b.c") == Secret("a${HOME}b#c")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/login.aspx", "http://localhost/login.aspx", "https://homolog.invoicy.com.br/login.aspx"],
)
def test_https_or_this_very_machine(url: str) -> None:
    """Passwords travel protected, or not at all."""
    assert Settings({"INVOICY_URL": url}).url == url


def test_an_address_without_a_path_leads_to_the_login() -> None:
    """The host alone is enough to write down."""
    assert Settings({"INVOICY_URL": "https://app.invoicy.com.br/"}).url == "https://app.invoicy.com.br/login.aspx"


@pytest.mark.parametrize(
    "url", ["http://app.invoicy.com.br/", "ftp://x.br/", "app.invoicy.com.br", "https://a:b@x.br/", ""]
)
def test_any_other_address_is_refused_by_name(url: str) -> None:
    """The message names the setting."""
    with pytest.raises(SettingsError, match="INVOICY_URL"):
        assert Settings({"INVOICY_URL": url} if url else {}).url


def test_an_accounts_password_has_a_variable_of_its_own() -> None:
    """Capitals, and _ for every other character; the general one is only for the general account."""
    settings = Settings({"INVOICY_EMAIL": "a@b.c", "INVOICY_PASSWORD": "1", "INVOICY_PASSWORD_LOJA_1_X_COM_BR": "2"})

    found = [settings.portal_password(account) for account in ("a@b.c", "loja.1@x.com.br", "other@x.com.br")]

    assert found == [Secret("1"), Secret("2"), None]


class OneEntry(KeyringBackend):
    """A keyring with one entry, in memory."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        """The entry."""
        return "from-keyring" if (service, username) == (KEYRING_SERVICE, "11222333000181") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is ever put in."""
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is ever taken out."""
        raise NotImplementedError


def test_a_pfx_password_comes_from_settings_then_keyring() -> None:
    """PFX_PASSWORD_<CNPJ>, then the keyring of the system; without a terminal nobody is asked."""
    before = keyring.get_keyring()
    keyring.set_keyring(OneEntry())  # type: ignore[no-untyped-call]
    try:
        passwords = Passwords(Settings({"PFX_PASSWORD_11222333000262": "from-settings"}), ask=False)
        found = [passwords.of_pfx(cnpj) for cnpj in ("11222333000262", "11222333000181", "98765432000198")]
    finally:
        keyring.set_keyring(before)

    assert found == [Secret("from-settings"), Secret("from-keyring"), None]


@pytest.mark.parametrize(
    ("setting", "system", "language"),
    [("pt", "en_US.UTF-8", "pt_BR"), ("en", "pt_BR.UTF-8", "en"), (None, "pt_BR.UTF-8", "pt_BR"), (None, "C", "en")],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells its language by a call, not by variables")
def test_the_language_is_the_settings_then_the_systems(
    setting: str | None, system: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RPA_LANG first, then the system's; anything but Portuguese is English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", system)

    assert language_of(setting) == language


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://rpa:senha@do@banco@db.example:5432/invoicy",
        "postgresql://rpa:senha/do#banco@db.example:5432/invoicy",
        "postgresql://rpa:senha do banco@db.example/invoicy",
        "postgresql://rpa:x@db.example:senha/invoicy",
        "mysql://rpa:senha@db.example/invoicy",
    ],
)
def test_an_address_of_a_database_that_may_be_misread_is_refused_unquoted(address: str) -> None:
    """Libraries repeat, in their errors, what they took for a port: it may be a part of the password."""
    with pytest.raises(SettingsError, match="RPA_DATABASE_URL") as refused:
        _ = Settings({"RPA_DATABASE_URL": address}).database_url

    assert not any(word in str(refused.value) for word in ("senha", "banco", "db.example"))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1/invoicy",
        "postgres://rpa@db.example:5432/invoicy?sslmode=verify-full",
        "postgresql+psycopg://rpa:p%40ss@[::1]:5432/invoicy",
        "postgresql:///invoicy?host=/run/postgresql",
    ],
)
def test_an_address_of_a_database_is_taken_as_it_is(address: str) -> None:
    """With or without login, port and parameters."""
    assert Settings({"RPA_DATABASE_URL": address}).database_url == address


KEY = "a2V5LWtleS1rZXkta2V5LWtleS1rZXkta2V5LWtleS0="
LEAKING = """
import logging, pathlib, sys
from rpa import logs
from rpa.__main__ import main
sys.argv = ["rpa", "--version"]
try:
    main()
except SystemExit:
    pass
from rpa.settings import Settings
values = Settings.load().values
logs.set_up(pathlib.Path("FOLDER")) if "LOG" == "log" else None
logging.getLogger("sqlalchemy").error("%s %s", values["RPA_DATABASE_URL"], values["RPA_FILE_KEY"])
raise ValueError([values[name] for name in sorted(values) if name.startswith(("RPA_", "INVOICY_", "PG"))])
"""


@pytest.mark.parametrize("log", ["log", "none"])
def test_no_secret_among_the_settings_is_logged_or_stands_in_a_traceback(log: str, tmp_path: Path) -> None:
    """Nor does a process inherit one that the program starts: keys and the database's password too, in any command."""
    secrets = {
        "RPA_FILE_KEY": KEY,
        "RPA_DATABASE_URL": "postgresql://rpa:banco%40secreto@127.0.0.1/invoicy",
        "INVOICY_PASSWORD": "portal-secreto",
    }
    program = LEAKING.replace("LOG", log).replace("FOLDER", str(tmp_path))
    environment = {**os.environ, **secrets, "PGPASSWORD": "pg-secreto"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    told = done.stderr + "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))
    assert ("ValueError: [" if log == "log" else "(ValueError, ") in told
    assert "Traceback" not in done.stderr
    assert (tmp_path / "run.log").exists() is (log == "log")
    for secret in (KEY, "secreto", "banco"):
        assert secret not in told
    taken = "import os; from rpa.settings import take_secrets; take_secrets(); print(list(os.environ))"
    left = subprocess.run([sys.executable, "-c", taken], env=environment, capture_output=True, text=True, check=True)
    assert not set(secrets) & set(eval(left.stdout))
