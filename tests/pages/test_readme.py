"""The README of the page objects keeps its word: its example runs, and the names in it are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import pages
from fixtures.portal.sample import EMAIL, PASSWORD, sample_portal

README = Path(pages.__file__).with_name("README.md").read_text(encoding="utf-8")


def test_its_example_runs(page: Page) -> None:
    """The ten lines, as they stand there, pass against the stand-in: they need nothing but an address and a login."""
    (source,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    portal = sample_portal()
    with portal.serve() as url:
        names: dict[str, Any] = {"URL": url, "EMAIL": EMAIL, "PASSWORD": PASSWORD}

        exec(source, names)
        names["test_every_certificate_in_the_list_has_an_expiry"](page)

    assert len([line for line in source.splitlines() if line.strip()]) == 9
    assert [login.ok for login in portal.memory.logins] == [True]


def test_the_verbs_that_it_tells_of_are_there() -> None:
    """Each verb of the road is one of the portal's, and each screen is exported."""
    verbs = re.findall(r"`portal\.(\w+)", README)
    screens = set(re.findall(r"\| `([A-Z]\w+)`", README))

    assert len(verbs) > 6
    assert {verb for verb in verbs if not hasattr(pages.Portal, verb)} <= {"window"}
    assert {screen for screen in screens if not hasattr(pages, screen)} == set()
