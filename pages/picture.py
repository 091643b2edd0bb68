"""A picture of what the portal shows for one company: what matters, without passwords and other companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from playwright.sync_api import FloatRect, Locator

from pages.sight import by, question
from pages.window import Window

_LOOK = question("""
  return { covered: covered(document, arg.what).length, matters: matters(document, arg.marks, arg.names) };
""")
_MARGIN, _TALLEST, _LEAST = 12, 1600, 200
_QUALITIES = (70, 50, 35, 20)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of which company a picture is: its bare CNPJ and its names, and the names of `others` that may be seen too.

    `proved` says that the top right corner shows this company; otherwise it is covered unless it says so itself.
    """

    cnpj: str
    names: Sequence[str] = ()
    others: Sequence[str] = field(default=())
    proved: bool = False


def take(window: Window, subject: Subject, row: Locator | None = None, *, largest: int) -> bytes:
    """A JPEG of at most `largest` bytes, if need be a coarse one; a `row` of a list, which is in view, is in it.

    Raises Playwright's Error.
    """
    what = asdict(subject) | {"marks": window.words.company_box}
    seen = window.ask(_LOOK, {"what": what, "marks": window.words.company_box, "names": list(subject.names)})
    covered = _covered(window, what, seen["covered"])
    clip, beyond = _clip(window, seen["matters"], row)
    data = b""
    for quality in _QUALITIES:
        data = window.page.screenshot(
            type="jpeg",
            quality=quality,
            clip=clip,
            full_page=beyond,
            scale="css",
            caret="initial",  # to hide it would put a style into the page, for a list in which nobody types
            mask=covered,
            mask_color="#9a9a9a",
            timeout=5000,
        )
        if len(data) <= largest:
            break
    return data


def _covered(window: Window, what: Mapping[str, Any], here: int) -> list[Locator]:
    """What must not be seen. Where there is nothing of it, no locator is made: it costs as much as a small document."""
    frames = [frame for frame in window.page.frames if not frame.is_detached()]
    if len(frames) == 1 and not here:
        return []
    return [frame.locator(by("covered", what)) for frame in frames]


def _clip(window: Window, seen: Mapping[str, Any] | None, row: Locator | None) -> tuple[FloatRect | None, bool]:
    """What is cut out of the page, of a long list the part around the row; and whether some of it is out of view."""
    if seen is None:
        return None, True
    left, right = seen["left"] - _MARGIN, min(seen["width"], seen["right"] + _MARGIN)
    left = left if left > seen["width"] / 10 else 0  # what is cut through looks worse than what is kept
    top, bottom = max(0, seen["top"] - _MARGIN), min(seen["height"], seen["bottom"] + _MARGIN)
    if bottom - top > _TALLEST:
        below = _bottom_of(window, row) if row else top + _TALLEST
        bottom = min(bottom, max(below + _MARGIN, top + _LEAST))
        top = max(top, bottom - _TALLEST)
    clip: FloatRect = {"x": left, "y": top, "width": max(1, right - left), "height": max(1, bottom - top)}
    in_view = not seen["scrolled"] and left + clip["width"] <= seen["viewWidth"] and bottom <= seen["viewHeight"]
    return clip, not in_view


def _bottom_of(window: Window, row: Locator) -> float:
    box = row.bounding_box()
    return (box["y"] + box["height"] if box else 0) + float(window.page.evaluate("scrollY"))
