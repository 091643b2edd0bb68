"""Screens that nobody asked for: those that need a person, and the login that comes back. They are told, not passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.errors import NotAuthorised, PersonNeeded, SessionLost, Unreachable
from pages.login import LoginPage
from pages.screen import Landmark
from pages.words import Words

if TYPE_CHECKING:
    from pages.look import Sight
    from pages.window import Window


def obstacles(words: Words) -> dict[str, Landmark]:
    """The landmark of each obstacle, by its name; `login` among them, for it may come back at any time."""
    outside = ["present", *words["shell.control_panel"]]

    def stems(kind: str) -> list[str]:
        return ["stem", *words[f"obstacles.{kind}"]]

    return {
        "login": LoginPage.landmark(words),
        "captcha": [{"all": [["captcha"]]}, {"all": [stems("captcha"), ["typed"]], "none": [outside]}],
        "code": [{"all": [stems("code"), ["typed"], ["passwords", "0"]]}],
        "new_password": [{"all": [["passwords", "2", "3"]], "none": [["file"]]}],
        "terms": [
            {"all": [stems("terms"), ["action", *words["obstacles.consent"]]]},
            {
                "all": [stems("terms"), ["ticks", *words["obstacles.agrees"]]],
                "none": [["passwords", "1"], ["file"], outside],
            },
        ],
        "wizard": [{"all": [stems("wizard"), ["typed"]], "none": [["file"], outside]}],
        "permission": [{"all": [["title", *words["messages.permission"]]], "none": [["file"]]}],
        "maintenance": [{"all": [stems("maintenance")], "none": [outside]}],
    }


def stop_at(sight: Sight, window: Window, *, settled: bool, stays: bool = False) -> None:
    """Raise what the sight asks for, if anything; most only once the sight has settled, lest a passing one deceives.

    Where the screen that asks for a password `stays` after it was sent, what that means is for the caller.
    Raises SessionLost, PersonNeeded, NotAuthorised or Unreachable.
    """
    if window.traffic.expired:
        raise SessionLost(said=sight.messages)
    if sight.overlay and sight.overlay.asks:
        raise PersonNeeded(sight.overlay.asks, said=(sight.overlay.text,))
    if not settled:
        return
    seen = {name for name, _ in sight.screens}
    said = sight.messages or ((sight.overlay.text,) if sight.overlay and sight.overlay.text else ())
    for kind in ("captcha", "code", "new_password", "terms", "wizard"):
        if kind in seen:
            raise PersonNeeded(kind, said=said)
    if stays:
        return
    if "permission" in seen or any(window.words.means(m, "messages.permission") for m in sight.messages):
        raise NotAuthorised(said=said)
    if "login" in seen or any(window.words.means(m, "messages.session") for m in sight.messages):
        raise SessionLost(said=said)
    if "maintenance" in seen:
        raise Unreachable(what="maintenance", said=said)
