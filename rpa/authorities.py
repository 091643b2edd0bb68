"""`rpa roots update`: the list of ICP-Brasil's authorities, with which chains are completed."""

from __future__ import annotations

from rpa.certificates import Trust
from rpa.certificates.roots import URL, RootsError, age_of, update_roots
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.messages import _, ngettext
from rpa.settings import Settings


def update_list(settings: Settings) -> int:
    """Fetch the list anew. Gives the exit code: 0, or 3 where it cannot be had; the old list then stays."""
    path = settings.authorities
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fetched = update_roots(settings.values.get("RPA_ROOTS_URL", URL), path, Trust.load(settings.extra_roots))
    except (RootsError, OSError) as error:
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
