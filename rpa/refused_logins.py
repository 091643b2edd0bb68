"""Which logins a portal has refused, remembered across runs: no password is tried twice that failed once.

A refusal is an empty file in RPA_HOME/refused-logins, named by an HMAC of portal, account and password under a random
key that lies beside it. So nobody can tell the password from it, and two runs at once cannot undo each other's notes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rpa import private
from rpa.regular import read_regular
from rpa.secret import Secret

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class RefusedLogins:
    """The refusals that are remembered below a `home`, for the portal on one `host` (with its port, if it has one)."""

    home: Path
    host: str

    def when(self, account: str, password: Secret) -> datetime | None:
        """When this password was refused; None if it never was. Raises OSError."""
        if not self._folder.is_dir():
            return None
        try:
            return datetime.fromtimestamp(self._note(account, password).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def remember(self, account: str, password: Secret) -> None:
        """Remember that it was refused now. Raises OSError."""
        private.folder(self._folder)
        note = private.touch(self._note(account, password))
        os.utime(note)

    def forget(self, account: str, password: Secret) -> None:
        """The portal has taken it after all. Raises OSError."""
        if self._folder.is_dir():
            self._note(account, password).unlink(missing_ok=True)

    @property
    def _folder(self) -> Path:
        return self.home / "refused-logins"

    def _note(self, account: str, password: Secret) -> Path:
        text = "\0".join((self.host.lower(), account.lower(), password.reveal()))
        return self._folder / hmac.new(self._key(), text.encode(), hashlib.sha256).hexdigest()

    def _key(self) -> bytes:
        """The key of this home, made when first needed: whole from the start, for another run may read it at once."""
        path = self._folder / "key"
        if not path.exists():
            own = path.with_name(f"key-{secrets.token_hex(8)}")
            with private.create(own) as stream:
                stream.write(secrets.token_bytes(_KEY_BYTES))
            _take_unless_there(own, path)
        return read_regular(path, _KEY_BYTES)


def _take_unless_there(own: Path, path: Path) -> None:
    try:
        os.link(own, path)  # unlike a renaming, it never replaces what another run has put there
    except FileExistsError:
        pass
    finally:
        own.unlink()
