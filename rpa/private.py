"""Files that only their owner may read: what a run leaves tells of clients, and of nobody else's business."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_OWNER_ONLY = 0o600  # on Windows the user's own folders are private by inheritance


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place whole, or leave the one that is there. Raises OSError."""
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _OWNER_ONLY), "wb") as stream:
            stream.write(content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def append_private(path: Path, text: str) -> None:
    """Add a text to a file, which is made if it is not there, and make sure that it is on the disk. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY
    with os.fdopen(os.open(path, flags, _OWNER_ONLY), "ab") as stream:
        stream.write(text.encode(errors="replace"))  # a portal may cut a text within a character
        stream.flush()
        os.fsync(stream.fileno())


_BINARY = getattr(os, "O_BINARY", 0)  # Windows alone has it
