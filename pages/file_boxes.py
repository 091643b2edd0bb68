"""The browser's own box for choosing a file, where a page opens one without having a field for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import FileChooser, Page


@contextmanager
def boxes_opened(page: Page) -> Iterator[Sequence[FileChooser]]:
    """Those that the page opens while the block lasts; no box comes to be seen."""
    opened: list[FileChooser] = []

    def take(box: FileChooser) -> None:
        opened.append(box)

    page.on("filechooser", take)
    try:
        yield opened
    finally:
        page.remove_listener("filechooser", take)
