"""How a file gets into a field, or into the browser's own box, where a page opens one without having a field for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, FileChooser, FilePayload, Page

from pages.screen import Screen
from pages.sight import question

_FIELD = question("""
  const found = fields(document, arg);
  return found.length === 1 ? found[0] : null;
""")


def choose_file(screen: Screen, key: str, button: str, file: Path | FilePayload) -> None:
    """Choose a file in the field that bears a name: by path, that the browser reads when it sends it, or by bytes.

    Where there is no such field, or no longer, what brings it is pressed first, or what asks for a file at once.
    """
    if _chosen_in_haste(screen, key, file):
        return
    window, fields = screen.window, screen.find("caption", key)
    if is_missing := fields.count() == 0:
        window.settle()
        is_missing = fields.count() == 0
    boxes: Sequence[FileChooser] = ()
    if is_missing:
        with _boxes_opened(window.page) as boxes:
            window.press(screen.action(button))
            window.settle()
    if boxes:
        boxes[0].set_files(file)
    else:
        screen.field(key).set_input_files(file)


def _chosen_in_haste(screen: Screen, key: str, file: Path | FilePayload) -> bool:
    if not (screen.window.in_haste and isinstance(file, Path) and isinstance(screen.scope, Page)):
        return False
    try:
        return screen.window.document.put_file(_FIELD, screen.window.words[key], file)
    except Error:  # the way that is taken then tells why
        return False


@contextmanager
def _boxes_opened(page: Page) -> Iterator[Sequence[FileChooser]]:
    """Those that the page opens while the block lasts; no box comes to be seen."""
    opened: list[FileChooser] = []

    def take(box: FileChooser) -> None:
        opened.append(box)

    page.on("filechooser", take)
    try:
        yield opened
    finally:
        page.remove_listener("filechooser", take)
