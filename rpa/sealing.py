"""PFX files sealed with RPA_FILE_KEY, for machines with no folder in common: never in the clear in the database."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rpa import logs
from rpa.messages import _
from rpa.secret import Secret
from rpa.settings import SettingsError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True)
class Sealed:
    """A PFX and its password, as they come out of the seal."""

    content: bytes = field(repr=False)
    password: Secret


class Seal:
    """Seals and unseals with one key. Raises SettingsError for a key that is none."""

    def __init__(self, key: Secret) -> None:
        from cryptography.fernet import Fernet

        try:
            self._fernet: Fernet = Fernet(key.reveal())
        except ValueError:
            raise SettingsError(
                _("RPA_FILE_KEY is not a key: make one with  rpa work --new-file-key  and give it to every machine.")
            ) from None

    @staticmethod
    def new_key() -> str:
        """A key for RPA_FILE_KEY."""
        from cryptography.fernet import Fernet

        return Fernet.generate_key().decode()

    def close(self, content: bytes, password: Secret) -> bytes:
        """A PFX with its password, sealed."""
        both = {"content": base64.b64encode(content).decode(), "password": password.reveal()}
        return self._fernet.encrypt(json.dumps(both).encode())

    def open(self, sealed: bytes) -> Sealed | None:
        """What was sealed; None if it was sealed with another key, or damaged."""
        from cryptography.fernet import InvalidToken

        try:
            both = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            return None
        password = Secret(both["password"])
        logs.learn(password)
        return Sealed(base64.b64decode(both["content"]), password)
