"""Logins that a person has made by hand, kept for the next command: encrypted, under a key in the system's keyring.

A session is a file in RPA_HOME/sessions, named by a hash of portal and account, AES-256-GCM inside. Whoever copies the
folder without the keyring has nothing, and a file of one account is of no use for another. Where the machine has no
keyring, sessions are remembered by this very process alone and end with it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rpa import private
from rpa.passwords import KEYRING_SERVICE
from rpa.secret import Secret

KEY_NAME = "key of kept sessions"
_KEY_BYTES, _NONCE_BYTES = 32, 12
_of_this_process: dict[Path, Secret] = {}


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A login to go on with: the browser's `state` (cookies, storage) as JSON, and the address to which it had led."""

    state: Secret
    start: str

    @property
    def storage(self) -> Any:
        """The state in the form in which a browser takes it."""
        return json.loads(self.state.reveal())


@dataclass(frozen=True, slots=True)
class KeptSessions:
    """The sessions that are kept below a `home`, for the portal on one `host` (with its port, if it has one)."""

    home: Path
    host: str

    @property
    def lasting(self) -> bool:
        """Whether what is kept outlives this program: only where the machine has a keyring that can be used."""
        return _key(make=True) is not None

    def find(self, account: str) -> KeptSession | None:
        """The session of an account; None where there is none, or none that this machine can read. Raises OSError."""
        path = self._path(account)
        sealed = path.read_bytes() if path.is_file() else b""
        text = self._opened(account, sealed) if sealed else _of_this_process.get(path)
        if text is None:
            return None
        try:
            kept = json.loads(text.reveal())
            return KeptSession(Secret(json.dumps(kept["state"])), kept["start"])
        except (ValueError, TypeError, KeyError, RecursionError):  # as another version keeps it: it is logged in anew
            return None

    def keep(self, account: str, session: KeptSession) -> None:
        """Keep a session, in the place of an older one. Raises OSError."""
        text = json.dumps({"state": session.storage, "start": session.start})
        path, key = self._path(account), _key(make=True)
        if key is None:
            _of_this_process[path] = Secret(text)
            return
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + _cipher(key).encrypt(nonce, text.encode(), self._names(account))
        private.folder(path.parent)
        own = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
        with private.create(own) as stream:
            stream.write(sealed)
        own.replace(path)  # another command may read it at this moment: it is whole, or the older one

    def forget(self, account: str) -> bool:
        """Forget the session of an account; whether there was one. Needs no keyring. Raises OSError."""
        path = self._path(account)
        known = _of_this_process.pop(path, None) is not None
        try:
            path.unlink()
        except FileNotFoundError:
            return known
        return True

    def _opened(self, account: str, sealed: bytes) -> Secret | None:
        from cryptography.exceptions import InvalidTag

        key = _key(make=False)
        if key is None or len(sealed) <= _NONCE_BYTES:
            return None
        try:
            plain = _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._names(account))
        except InvalidTag:  # of another keyring's time, or not what was written
            return None
        return Secret(plain.decode())

    def _path(self, account: str) -> Path:
        return self.home / "sessions" / hashlib.sha256(self._names(account)).hexdigest()

    def _names(self, account: str) -> bytes:
        return "\0".join((self.host.lower(), account.lower())).encode()


def _cipher(key: Secret) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(base64.b64decode(key.reveal()))


def _key(*, make: bool) -> Secret | None:
    """The key in the keyring, made when first needed; None where there is no keyring, or it is locked."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(KEYRING_SERVICE, KEY_NAME)
        if found is None and make:
            keyring.set_password(KEYRING_SERVICE, KEY_NAME, base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
            found = keyring.get_password(KEYRING_SERVICE, KEY_NAME)  # another command may have been quicker
    except KeyringError:
        return None
    return Secret(found) if found and _is_key(found) else None


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _KEY_BYTES
    except binascii.Error:
        return False
