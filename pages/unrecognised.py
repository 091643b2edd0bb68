"""What an error tells of a screen that never came: the one that was meant, what it lacks, and what is there instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from pages.errors import Lost
from pages.screen import Screen
from pages.sight import question

if TYPE_CHECKING:
    from pages.window import Window

_LACKING = question("return lacking(document, arg)")


def unrecognised(window: Window, screens: Sequence[type[Screen]], said: tuple[str, ...]) -> Lost:
    """That none of these screens came. The frontmost document is compared with each of them, and with its landmark."""
    names = ", ".join(screen.name for screen in screens)
    try:
        found: dict[str, Any] | None = window.ask(_LACKING, {s.name: s.landmark(window.words) for s in screens})
    except Error:  # the document goes away just now
        found = None
    if found is None:
        return Lost(what="the screen did not come", screen=names, said=said)
    return Lost(
        what="the screen did not come",
        screen=found["screen"],
        wanted=tuple(found["wanted"]),
        nearest=tuple(found["nearest"]),
        said=said,
    )
