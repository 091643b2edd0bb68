"""Where a row's PFX file lies: below the folder of the clients file, unless it says the whole path on purpose."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

_DEVICES = ("\\\\.\\", "//./")  # of Windows: no files


def pfx_path(text: str, folder: Path) -> Path | None:
    """The path that a row means, from whichever system it comes; None where it leads out of the folder by stealth.

    A whole path, one to another computer (`\\\\server\\share`) among them, is meant as it is written. `C:x.pfx` and
    `\\x.pfx` are none: they begin wherever that drive happens to be. A link may lead anywhere, so it is followed.
    """
    written = PureWindowsPath(text)  # reads both kinds of slashes
    if text.startswith(_DEVICES):
        return None
    if PurePosixPath(text).is_absolute() or written.is_absolute():
        return Path(text)
    path = folder.joinpath(*written.parts)
    if written.anchor or ".." in written.parts or not _is_within(path, folder):
        return None
    return path


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a path stays in a folder; one that leads nowhere does: whoever opens it says why that cannot be done."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name that is too long, or one with a NUL
        return True
