"""`rpa roots update`: the list of ICP-Brasil's authorities, with which chains are completed."""

from __future__ import annotations

from pathlib import Path

from rpa import private
from rpa.certificates import Trust, TrustError
from rpa.certificates.roots import URL, RootsError, age_of, update_from, update_roots
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.messages import _, ngettext
from rpa.settings import Settings


def update_list(settings: Settings, archive: Path | None = None) -> int:
    """Fetch the list anew, or take it out of an `archive` that a person has fetched.

    Gives the exit code: 0, or 3 where it cannot be had; the old list then stays.
    """
    path = settings.authorities
    try:
        private.folder(path.parent)
        if archive:
            fetched = update_from(archive, path, _trust(settings))
        else:
            fetched = update_roots(settings.values.get("RPA_ROOTS_URL", URL), path, _trust(settings))
    except (RootsError, TrustError, OSError) as error:
        complain(str(error))
        return FILE_OR_SETTINGS
    text = ngettext("{n} authority kept in {file}.", "{n} authorities kept in {file}.", fetched.kept)
    print(text.format(n=fetched.kept, file=path))
    for root in fetched.missing:
        complain(_("The root {name} was not to be had.").format(name=root))
    return 0


def tell_age(settings: Settings) -> int:
    """Say how old the list is. Gives the exit code: 0, or 3 where there is none."""
    age = age_of(settings.authorities)
    if age is None:
        complain(_("There is no list of authorities yet. Fetch it with: rpa roots update"))
        return FILE_OR_SETTINGS
    text = ngettext("The list is {n} day old.", "The list is {n} days old.", age.days)
    print(text.format(n=age.days))
    return 0


def _trust(settings: Settings) -> Trust:
    """With the roots of the list that is there; one that cannot be read is about to be replaced. Raises TrustError."""
    try:
        return Trust.load(settings.extra_roots, settings.authorities)
    except TrustError:
        return Trust.load(settings.extra_roots)
