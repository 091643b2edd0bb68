"""The file that is sent: the very bytes that were examined, or nothing."""

from __future__ import annotations

import hashlib

from pages import FilePayload
from rpa.certificates.examination import MAX_SIZE
from rpa.renewal import Renewal


class ChangedFileError(Exception):
    """A PFX file is no longer what was examined, so nothing of it may be sent: `why` it cannot even be read, if so."""

    def __init__(self, file: str, why: str = "") -> None:
        super().__init__(f"changed: {file}")
        self.file = file
        self.why = why


def upload_of(renewal: Renewal) -> FilePayload:
    """What the browser is given: bytes, which nobody can exchange any more, under the ending that the portal wants.

    A file is never copied. Raises ChangedFileError.
    """
    pfx = renewal.pfx
    name = pfx.name if pfx.suffix.lower() == ".pfx" else f"{pfx.stem}.pfx"
    content = renewal.content if renewal.content is not None else _read(renewal)
    if hashlib.sha256(content).hexdigest() != renewal.sha256:
        raise ChangedFileError(pfx.name)
    return FilePayload(name=name, mimeType="application/x-pkcs12", buffer=content)


def _read(renewal: Renewal) -> bytes:
    """No more than a certificate may have; and only of a file, for anything else may never end."""
    try:
        if renewal.pfx.exists() and not renewal.pfx.is_file():
            raise ChangedFileError(renewal.pfx.name)
        with renewal.pfx.open("rb") as stream:
            return stream.read(MAX_SIZE + 1)
    except OSError as error:
        raise ChangedFileError(renewal.pfx.name, error.strerror or type(error).__name__) from None
