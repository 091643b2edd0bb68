"""A keyring for tests: its entries stand in the JSON file that RPA_TEST_KEYRING names."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Chosen by PYTHON_KEYRING_BACKEND=tests.keyring_in_a_file.FileKeyring."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """The entry, or None."""
        return self._entries.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write an entry."""
        self._path.write_text(json.dumps({**self._entries, f"{service}/{username}": password}), encoding="utf-8")

    @property
    def _path(self) -> Path:
        return Path(os.environ["RPA_TEST_KEYRING"])

    @property
    def _entries(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text(encoding="utf-8"))) if self._path.exists() else {}
