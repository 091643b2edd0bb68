"""Fetches the certificates of ICP-Brasil's authorities from ITI, to complete the chains of files that lack theirs.

Nothing of the transport is believed: what is kept was signed, step by step, by a pinned root. ITI's own site may
present a certificate that nobody trusts, so its TLS is not checked either.
"""

from __future__ import annotations

import io
import os
import ssl
import stat
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from rpa.messages import _

from .chain import Ending, Library
from .paper import paper_of
from .trust import PINNED, Trust, as_pem, ders_in

URL = "https://acraiz.icpbrasil.gov.br/credenciadas/CertificadosAC-ICP-Brasil/ACcompactado.zip"
"""Where ITI publishes the archive."""

_ROOTS = ("../RAIZ/ICP-Brasilv5.crt", "../RAIZ/ICP-Brasilv12.crt")
"""Where, seen from there, the roots lie, should the archive lack them."""

_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_LARGEST_ENTRY = 64 * 1024
_LARGEST_TOTAL = 32 * 1024 * 1024
_MOST_ENTRIES = 5000
_SECONDS = 60
_FETCHED = "# fetched "


class RootsError(ValueError):
    """The list cannot be fetched or is not what it should be; the text is a sentence. The old list is untouched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an update."""

    path: Path
    kept: int
    left_out: int
    """Entries that are no certificate of an authority, or do not lead to a pinned root."""
    missing: tuple[str, ...]
    """Pinned roots that were nowhere to be had."""


def update_roots(url: str, path: Path, trust: Trust = Trust(), now: datetime | None = None) -> Fetched:  # noqa: B008 - frozen
    """Fetch the archive and write what leads to a pinned root as PEM. Raises RootsError."""
    certificates = dict.fromkeys(_certificates(_download(url)))
    entries = len(certificates)
    if not trust.pinned <= {sha256(der).hexdigest() for der in certificates}:
        certificates |= dict.fromkeys(_roots_beside(url, trust))
    kept = _proved(certificates, trust)
    if not kept:
        raise RootsError(
            _("The archive at {url} holds no authority of ICP-Brasil; the old list stays.").format(url=url)
        )
    _write(path, kept, url, now or datetime.now(UTC))
    present = {sha256(der).hexdigest() for der in kept}
    missing = tuple(PINNED.get(pin, pin) for pin in sorted(trust.pinned - present))
    return Fetched(path, len(kept), max(entries - len(kept), 0), missing)


def age_of(path: Path, now: datetime | None = None) -> timedelta | None:
    """How long ago the list was fetched; None where there is none, or where it is not ours."""
    try:
        with path.open(encoding="ascii") as stream:
            first = stream.readline().strip()
        return (now or datetime.now(UTC)) - datetime.fromisoformat(first.removeprefix(_FETCHED))
    except (OSError, ValueError):
        return None


def _download(url: str) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise RootsError(_("The address {url} is neither http nor https.").format(url=url))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # see above: signatures are the proof
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS, context=context) as answer:  # noqa: S310 - checked
            data: bytes = answer.read(_LARGEST_DOWNLOAD + 1)
    except (OSError, ValueError) as error:  # URLError is an OSError
        why = getattr(error, "reason", None) or error
        raise RootsError(_("{url} cannot be fetched: {why}.").format(url=url, why=why)) from None
    if len(data) > _LARGEST_DOWNLOAD:
        raise RootsError(_("What {url} sends is too large to be the list of authorities.").format(url=url))
    return data


def _roots_beside(url: str, trust: Trust) -> Iterator[bytes]:
    """The pinned roots from where ITI publishes them one by one; what cannot be had is done without."""
    for place in _ROOTS:
        try:
            data = _download(urljoin(url, place))
        except RootsError:
            continue
        yield from (der for der in ders_in(data) if trust.is_icp_brasil(der))


def _certificates(data: bytes) -> Iterator[bytes]:
    """Every certificate in the archive, as DER. Raises RootsError for an archive that is not as ITI's is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_odd(entries)
            for entry in entries:
                if not entry.is_dir():
                    with archive.open(entry) as stream:
                        yield from ders_in(stream.read(_LARGEST_ENTRY))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RootsError(_("What was fetched is no sound ZIP archive: {why}.").format(why=error)) from None


def _refuse_odd(entries: Iterable[zipfile.ZipInfo]) -> None:
    """No list of certificates unfolds to gigabytes, and none has names that lead elsewhere."""
    total = 0
    for count, entry in enumerate(entries, 1):
        total += entry.file_size
        if count > _MOST_ENTRIES or entry.file_size > _LARGEST_ENTRY or total > _LARGEST_TOTAL:
            raise RootsError(_("What was fetched unfolds to more than a list of authorities can be."))
        parts = entry.orig_filename.replace("\\", "/").split("/")
        odd = not entry.orig_filename.isprintable() or ".." in parts or not parts[0] or ":" in entry.orig_filename
        if odd or stat.S_ISLNK(entry.external_attr >> 16):
            raise RootsError(_("The archive holds an odd name: {name}.").format(name=ascii(entry.orig_filename)))


def _proved(ders: Iterable[bytes], trust: Trust) -> list[bytes]:
    """Those that are authorities and lead, signature by signature, to a pinned root."""
    ders = list(ders)
    library = Library(Trust(authorities=tuple(ders), pinned=trust.pinned))
    papers = [
        paper for paper in map(paper_of, ders) if paper and (paper.is_authority or trust.is_icp_brasil(paper.der))
    ]
    return [paper.der for paper in papers if library.chain_of(paper).ending is Ending.ICP_BRASIL]


def _write(path: Path, ders: Iterable[bytes], url: str, now: datetime) -> None:
    """All or nothing: whoever reads the list meanwhile reads the old one."""
    head = f"{_FETCHED}{now.isoformat(timespec='seconds')}\n# from {url!a}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent, suffix=".new", delete=False) as stream:
            stream.write(head + "".join(map(as_pem, ders)))
        os.replace(stream.name, path)  # noqa: PTH105 - the name is a string
    except OSError as error:
        raise RootsError(_("The list cannot be written to {path}: {why}.").format(path=path, why=error)) from None
