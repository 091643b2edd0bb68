"""How a person reads the portal: captions to their controls, names to what is clicked, titles to their columns.

The reading is done in the page, by the small scripts beside this file. They serve as Playwright selector engines
(`caption=`, `action=`, `row=`, `close=`, `corner=`), so what they find is an ordinary locator, and as one function
that tells the whole sight at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Error, Playwright

_PARTS = (
    "text", "fields", "actions", "grid", "cards", "corner", "choice", "screens", "nearest", "outline", "evidence",
)  # fmt: skip

_ENGINES = {
    "caption": "fields(root, names)",
    "action": "actions(root, names)",
    "grouped": "actionsInGroup(root, ...names)",
    "unfold": "unfolders(root, names)",
    "close": "closersHere(doc, ...names).slice(0, 1)",
    "corner": "corner(doc, ...names).slice(0, 1)",
    "choice": "choices(doc).filter((e) => names.includes(words(e))).map(picker)",
    "next": "turner(root, 'Next', names)",
    "previous": "turner(root, 'Previous', names)",
    "first": "turner(root, 'First', names)",
    "personal": "personal(root)",
    "covered": "covered(root, names)",
    "row": "gridWith(root, names)?.rows || []",
}
"""Each finds elements below `root`, in the document `doc`, by the `names` that follow its `=` as JSON."""


@cache
def script() -> str:
    """The source of all parts, to be put into a function of one's own."""
    return "\n".join(map(read_part, _PARTS))


@cache
def read_part(name: str) -> str:
    """The source of one part that only a few functions need, to be put before their body."""
    return (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")


def function(body: str) -> str:
    """A JavaScript function of one argument `arg`, in whose body all parts can be used."""
    return f"(arg) => {{ {script()}\n{body} }}"


def on_element(body: str) -> str:
    """A JavaScript function of `element` and `arg`, in whose body all parts can be used."""
    return f"(element, arg) => {{ {script()}\n{body} }}"


def register(playwright: Playwright) -> None:
    """Teach a Playwright instance the selector engines. Before the first page is made; once or more."""
    for name, expression in _ENGINES.items():
        source = (
            f"(() => {{ {script()}\n"
            "const all = (root, body) => { const names = JSON.parse(body), doc = root.ownerDocument || root;\n"
            f"return {expression}; }};\n"
            "return { queryAll: all, query: (root, body) => all(root, body)[0] }; })()"
        )
        try:
            playwright.selectors.register(name, script=source, content_script=True)
        except Error as error:
            if "already registered" not in str(error):
                raise


def by(engine: str, names: Sequence[str] | Sequence[Sequence[str]]) -> str:
    """The selector that finds, by one of the engines, what bears one of these names.

    For `row`, a list of names for each column that the grid must have; for `grouped`, the names and the groups; for
    `corner`, the captions and the names that a company is known by; for `close`, what closes, what may close where it
    is alone, the stems of texts under which it may not, the stems of consent, and what the list has that is no notice.
    """
    return f"{engine}={json.dumps(names, ensure_ascii=False)}"
