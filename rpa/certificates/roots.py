"""Fetches the certificates of ICP-Brasil's authorities from ITI, to complete the chains of files that lack theirs.

The transport is verified (`fetching`), and yet nothing of it is believed: what is kept was signed, step by step, by a
pinned root. So a file that a person has fetched by hand is as good, where ITI's site is not trusted by this machine.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from rpa.messages import _
from rpa.regular import TooLargeError, read_regular

from .chain import Ending, Library
from .fetching import FetchError, fetch
from .paper import paper_of
from .trust import PINNED, Trust, as_pem, ders_in

URL = "https://acraiz.icpbrasil.gov.br/credenciadas/CertificadosAC-ICP-Brasil/ACcompactado.zip"
"""Where ITI publishes the archive."""

_ROOTS = ("../RAIZ/ICP-Brasilv5.crt", "../RAIZ/ICP-Brasilv12.crt")
"""Where, seen from there, the roots lie, should the archive lack them."""

_LARGEST_ENTRY = 64 * 1024
_LARGEST_TOTAL = 32 * 1024 * 1024
_MOST_ENTRIES = 5000
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


_ICP_BRASIL = Trust()


def update_roots(url: str, path: Path, trust: Trust = _ICP_BRASIL, now: datetime | None = None) -> Fetched:
    """Fetch the archive and write what leads to a pinned root as PEM. Raises RootsError, also for a server unknown."""
    try:
        certificates = dict.fromkeys(_certificates(fetch(url, trust)))
    except FetchError as error:
        raise RootsError(str(error)) from None
    entries = len(certificates)
    if not trust.pinned <= {sha256(der).hexdigest() for der in certificates}:
        certificates |= dict.fromkeys(_roots_beside(url, trust))
    return _kept(certificates, entries, url, path, trust, now=now)


def update_from(archive: Path, path: Path, trust: Trust = _ICP_BRASIL, now: datetime | None = None) -> Fetched:
    """The same of an archive that a person has fetched. Raises RootsError."""
    try:
        data = read_regular(archive, _LARGEST_TOTAL)
    except TooLargeError:
        raise RootsError(_("{file} is too large to be the list of authorities.").format(file=archive)) from None
    except OSError as error:
        raise RootsError(_("{file} cannot be read: {why}.").format(file=archive, why=error.strerror)) from None
    certificates = dict.fromkeys(_certificates(data))
    known = (der for der in trust.authorities if trust.is_icp_brasil(der))  # the archive may lack the roots
    return _kept(certificates | dict.fromkeys(known), len(certificates), archive.name, path, trust, now=now)


def _kept(
    certificates: Iterable[bytes], entries: int, source: str, path: Path, trust: Trust, *, now: datetime | None
) -> Fetched:
    kept = _proved(certificates, trust)
    if not kept:
        raise RootsError(
            _("The archive at {url} holds no authority of ICP-Brasil; the old list stays.").format(url=source)
        )
    _write(path, kept, source, now or datetime.now(UTC))
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


def _roots_beside(url: str, trust: Trust) -> Iterator[bytes]:
    """The pinned roots from where ITI publishes them one by one; what cannot be had is done without."""
    for place in _ROOTS:
        try:
            data = fetch(urljoin(url, place), trust)
        except FetchError:
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
