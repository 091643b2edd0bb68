"""The passwords in the keyring of the system: of PFX files by CNPJ, of accounts by e-mail.

No keyring tells what is in it, so the names (never the passwords) are also kept in RPA_HOME/keyring.txt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rpa import private
from rpa.cnpj import Cnpj, InvalidCnpjError
from rpa.messages import _
from rpa.regular import read_regular
from rpa.secret import Secret

_MOST_BYTES = 16 << 20
KEYRING_SERVICE = "invoicy-rpa"


class VaultError(Exception):
    """The keyring cannot be used, or a name is none; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The keyring, with the list of names below a `home`."""

    home: Path

    def get(self, name: str) -> Secret | None:
        """The password of this name; None if there is none. Raises VaultError."""
        import keyring

        with _explained():
            password = keyring.get_password(KEYRING_SERVICE, name)
        return Secret(password) if password else None

    def put(self, name: str, password: Secret) -> None:
        """Keep a password, and read it back: some keyrings cut what is long. Raises VaultError or OSError."""
        import keyring

        with _explained():
            keyring.set_password(KEYRING_SERVICE, name, password.reveal())
        if self.get(name) != password:
            raise VaultError(_("The keyring did not keep the password of {name} whole.").format(name=name))
        self._list(lambda names: names | {name})

    def forget(self, name: str) -> bool:
        """Forget a password; False if there was none. Raises VaultError or OSError."""
        import keyring

        known = self.get(name) is not None
        if known:
            with _explained():
                keyring.delete_password(KEYRING_SERVICE, name)
        self._list(lambda names: names - {name})
        return known

    def names(self) -> Iterator[str]:
        """The names for which there is a password, e-mails first. Raises VaultError or OSError."""
        return (name for name in sorted(self._listed(), key=lambda n: ("@" not in n, n)) if self.get(name))

    @property
    def _path(self) -> Path:
        return self.home / "keyring.txt"

    def _listed(self) -> set[str]:
        try:
            return set(read_regular(self._path, _MOST_BYTES).decode().split())
        except FileNotFoundError:
            return set()
        except UnicodeDecodeError:
            raise VaultError(_("{where} cannot be read: it is not UTF-8.").format(where=self._path)) from None

    def _list(self, change: Callable[[set[str]], Iterable[str]]) -> None:
        before = self._listed()
        after = set(change(before))
        if after == before:
            return
        private.folder(self.home)
        private.write_private(self._path, "".join(f"{name}\n" for name in sorted(after)).encode())


def name_of(text: str) -> str:
    """The name under which a password is kept: a bare CNPJ, or an e-mail in small letters. Raises VaultError."""
    if "@" in text:
        return text.strip().lower()
    try:
        return Cnpj.parse(text).text
    except InvalidCnpjError:
        raise VaultError(_("{name} is neither a CNPJ nor an e-mail.").format(name=text)) from None


@contextmanager
def _explained() -> Iterator[None]:
    """Say what to do where the machine has no keyring."""
    from keyring.errors import KeyringError, NoKeyringError

    try:
        yield
    except NoKeyringError:
        advice = _(
            "This machine has no keyring. On Linux, log in to a desktop with one (GNOME Keyring, KWallet); else set "
            "PFX_PASSWORD_<CNPJ> and INVOICY_PASSWORD in the environment."
        )
        raise VaultError(advice) from None
    except KeyringError as error:
        raise VaultError(_("The keyring refuses ({kind}).").format(kind=type(error).__name__)) from None
