"""Settings, passwords and the language: where they come from, and what is said when they are wrong."""

from __future__ import annotations

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
