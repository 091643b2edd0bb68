"""How a file gets into a field, or into the browser's own box, where a page opens one without having a field for it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, FileChooser, FilePayload, Page

from pages.screen import Screen
from pages.sight import question

# What a locator does, too, but that needs a script which is as dear as a small document.
_PUT = question("""
  const [field, other] = fields(document, arg.names);
  if (other || !field?.matches("input[type=file]:enabled")) return false;
  const bytes = Uint8Array.from(atob(arg.content), (character) => character.charCodeAt(0)), chosen = new DataTransfer();
  chosen.items.add(new File([bytes], arg.name, { type: arg.type }));
  field.files = chosen.files;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
  return true;
""")
"""Of the names of a field, and of a file its name, its type, and its bytes in base64: whether it was chosen there."""


def choose_file(screen: Screen, key: str, button: str, file: Path | FilePayload) -> None:
    """Choose a file in the field that bears a name, by its bytes: by a path, a browser reads it only when it sends it.

    Where there is no such field, or no longer, what brings it is pressed first, or what asks for a file at once. Nobody
    looks on: a recording would hold the bytes.
    """
    window, fields = screen.window, screen.find("caption", key)
    payload = _read(file) if isinstance(file, Path) else file
    window.discretion.look_away()
    if _chosen_in_haste(screen, key, payload):
        return
    if is_missing := fields.count() == 0:
        window.settle()
        is_missing = fields.count() == 0
    boxes: Sequence[FileChooser] = ()
    if is_missing:
        with _boxes_opened(window.page) as boxes:
            window.press(screen.action(button))
            window.settle()
    if boxes:
        boxes[0].set_files(payload)
    else:
        screen.field(key).set_input_files(payload)


def _read(path: Path) -> FilePayload:
    return FilePayload(name=path.name, mimeType="application/x-pkcs12", buffer=path.read_bytes())


def _chosen_in_haste(screen: Screen, key: str, file: FilePayload) -> bool:
    if not (screen.window.in_haste and isinstance(screen.scope, Page)):
        return False
    content = b64encode(file["buffer"]).decode()
    told = {"names": screen.window.words[key], "name": file["name"], "type": file["mimeType"], "content": content}
    try:
        return bool(screen.window.document.ask_once(_PUT, told))
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
