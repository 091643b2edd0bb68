"""Which of many passwords opens a file, told by the container's check sum alone, without decrypting its key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .container import Container
from .examination import RefusedError
from .examiner import read_file
from .pbe import Spelling
from .reader import container_of


def first_that_opens(path: Path, passwords: Sequence[str]) -> int | None:
    """The place of the first password that opens the file; None where none does, or where it is no PFX."""
    try:
        container, _ = container_of(read_file(path))
        return next((place for place, password in enumerate(passwords) if _opens(container, password)), None)
    except RefusedError:
        return None


def _opens(container: Container, password: str) -> bool:
    if "\0" in password:
        return False
    spelling = Spelling.of(password)
    agrees = container.agrees_with(spelling)
    return container.bags_or_none(spelling) is not None if agrees is None else agrees
