"""Where a password comes from: the clients file, the settings, the keyring of the system, or a prompt. Never argv."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass, field

from rpa import logs
from rpa.messages import _
from rpa.secret import Secret
from rpa.settings import Settings
from rpa.vault import KEYRING_SERVICE, Vault, VaultError

__all__ = ["KEYRING_SERVICE", "Passwords"]


@dataclass
class Passwords:
    """Looks a password up, and asks the person at most once for each. `ask` allows a prompt on a terminal."""

    settings: Settings
    ask: bool = field(default_factory=lambda: sys.stdin.isatty() and sys.stderr.isatty())
    _known: dict[str, Secret | None] = field(default_factory=dict)

    def of_pfx(self, cnpj: str) -> Secret | None:
        """The password of the PFX of this company (bare CNPJ); None where there is none to be had."""
        prompt = _("Password of the PFX of {cnpj}: ").format(cnpj=cnpj)
        return self._find(cnpj, self.settings.pfx_password(cnpj), prompt)

    def of_account(self, email: str) -> Secret | None:
        """The portal's password of this account; None where there is none to be had."""
        prompt = _("Portal password of {email}: ").format(email=email)
        return self._find(email, self.settings.portal_password(email), prompt)

    def _find(self, name: str, setting: Secret | None, prompt: str) -> Secret | None:
        if name in self._known:
            return self._known[name]
        found = setting or self._from_keyring(name) or (self._prompted(prompt) if self.ask else None)
        logs.learn(found)
        if found or self.ask:  # nobody is asked twice; what is missing may be put into the keyring while a worker works
            self._known[name] = found
        return found

    def _from_keyring(self, name: str) -> Secret | None:
        """The keyring's entry; None where there is none, or where the machine has no keyring."""
        try:
            return Vault(self.settings.home).get(name)
        except VaultError:
            return None

    def _prompted(self, prompt: str) -> Secret | None:
        try:
            typed = getpass.getpass(prompt, stream=sys.stderr)
        except EOFError:
            return None
        return Secret(typed) if typed else None
