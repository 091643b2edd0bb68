"""How a person reads the portal: captions to their controls, names to what is clicked, titles to their columns.

The reading is done in the page, by the small scripts beside this file. They serve as a Playwright selector engine,
so what they find is an ordinary locator, and as functions that tell a whole sight at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, Playwright

_PARTS = (
    "text", "fields", "actions", "grid", "pager", "cards", "corner", "choice", "screens", "nearest", "outline",
    "evidence", "sent", "press",
)  # fmt: skip

_ENGINE = "sight"
_FINDERS = {
    "caption": "fields(root, names)",
    "action": "actions(root, names)",
    "entry": "entries(root, names)",
    "sender": "senders(root, names)",
    "typed": "besideThePassword(root)",
    "password": "[...root.querySelectorAll('input[type=password]')].filter(visible)",
    "grouped": "actionsInGroup(root, ...names)",
    "unfold": "unfolders(root, names)",
    "menu": "menuOpeners(root, names)",
    "around": "around(root, names)",
    "close": "closersHere(doc, names).slice(0, 1)",
    "corner": "corner(doc, ...names).slice(0, 1)",
    "choice": "choicesOf(doc, names).map((e) => picker(e, names.choose))",
    "confirm": "confirmers(doc, names)",
    "next": "turner(root, 'Next', names)",
    "previous": "turner(root, 'Previous', names)",
    "first": "turner(root, 'First', names)",
    "personal": "personal(root, names)",
    "covered": "covered(root, names)",
    "row": "gridWith(root, names)?.rows || []",
}
"""Each finds elements below `root`, in the document `doc`, by `names`."""


@cache
def script(parts: tuple[str, ...] = _PARTS) -> str:
    """The source of some parts, to be put into a function of one's own."""
    return "\n".join(map(read_part, parts))


@cache
def read_part(name: str) -> str:
    """The source of one part that only a few functions need, to be put before their body.

    Without comments and indentation: it travels to the browser with each question.
    """
    lines = map(str.strip, _text(name).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _text(part: str) -> str:
    return (Path(__file__).parent / f"{part}.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Question:
    """A JavaScript function of one argument, `arg` as JSON, to be asked of a document; see `Window.ask`.

    Of a text Playwright makes one value, of what it says a hundred.

    `short` uses the parts that are in the document, and answers `NOT_THERE` where there are none; `whole` brings them
    with it. They are 60 kB, which would be sent and read anew with each question.
    """

    whole: str
    short: str


NOT_THERE = "the parts of pages.sight are not here"
_KEY = 'Symbol.for("pages.sight")'
_PLACE = f"window[{_KEY}]"


@cache
def question(body: str) -> Question:
    """A question in whose body all parts can be used."""
    used = ", ".join(name for name in _names() if re.search(rf"\b{name}\b", body))
    answer = f"const {{ {used} }} = {_PLACE}, arg = JSON.parse(text);\n{_PLACE}.forget();\n{{ {body} }}"
    return Question(
        whole=f"(text) => {{ {bring()}\n{answer} }}",
        short=f"(text) => {{ if (!{_PLACE}) return {json.dumps(NOT_THERE)};\n{answer} }}",
    )


@cache
def of_one(finder: str, body: str) -> Question:
    """A question about the one `element` that a finder finds by `arg.names`, and `arg.arg`, which is `arg` in the body.

    It answers how many `matches` there are; and where there is one, what the body has `told` of it.
    """
    return question(f"""
      const root = document, doc = document, names = arg.names;
      const found = {_FINDERS[finder]};
      const about = (element, arg) => {{ {body} }};
      return {{ matches: found.length, told: found.length === 1 ? about(found[0], arg.arg) : null }};
    """)


@cache
def bring() -> str:
    """The statement that leaves all parts in a document for questions to come, if they are not there.

    A function of its own, so that no name of theirs meets one of the portal's.
    """
    parts = f"{{ value: Object.freeze({{ {', '.join(_names())} }}) }}"
    return f"(() => {{ if ({_PLACE}) return;\n{script()}\nObject.defineProperty(window, {_KEY}, {parts}); }})();"


@cache
def at_first() -> str:
    """What is put into every document before its own scripts: all parts, and those who hear of clicks before these."""
    return f"{bring()} {_PLACE}.hearOfPresses(window, true);"


@cache
def _names() -> tuple[str, ...]:
    """What the parts define for one another, but what changes while they are used."""
    return tuple(name for part in _PARTS for name in _defined(part))


@cache
def _defined(part: str) -> tuple[str, ...]:
    return tuple(re.findall(r"^(?:function\*?|const) (\w+)", _text(part), re.MULTILINE))


@cache
def on_element(body: str) -> str:
    """A JavaScript function of `element` and `arg`, in whose body all parts can be used; it brings what it needs."""
    return f"(element, arg) => {{ {script(_needed(body))}\n{{ {body} }} }}"


def _needed(body: str) -> tuple[str, ...]:
    """The parts whose names are used in a body, and those that they need themselves."""
    used, needed = _words(body), set[str]()
    while more := {part for part in _PARTS if part not in needed and not used.isdisjoint(_defined(part))}:
        needed |= more
        used = used.union(*(_words(read_part(part)) for part in more))
    return tuple(part for part in _PARTS if part in needed)


@cache
def _words(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", source))


def read_one(control: Locator, function: str, arg: object = None) -> Any:
    """What a function of the one element that a locator finds returns: one question, where `evaluate` asks three."""
    found = control.evaluate_all(f"(all, arg) => (all.length === 1 ? [({function})(all[0], arg)] : [])", arg)
    return found[0] if found else control.evaluate(function, arg)


def register(playwright: Playwright) -> None:
    """Teach a Playwright instance the selector engine. Before the first page is made; once or more.

    One engine for all ways of finding: its source goes into every document in which anything is looked for.
    """
    finders = ",\n".join(f"{name}: (root, doc, names) => {find}" for name, find in _FINDERS.items())
    source = (
        f"(() => {{ {script()}\nconst finders = {{ {finders} }};\n"
        "const all = (root, body) => { forget(); const [finder, names] = JSON.parse(body);\n"
        "return finders[finder](root, root.ownerDocument || root, names); };\n"
        "return { queryAll: all, query: (root, body) => all(root, body)[0] }; })()"
    )
    try:
        playwright.selectors.register(_ENGINE, script=source, content_script=True)
    except Error as error:
        if "already registered" not in str(error):
            raise


def by(finder: str, names: Sequence[Any] | Mapping[str, Any]) -> str:
    """The selector that finds, in one of the ways, what bears one of these names.

    For `row`, a list of names for each column that the grid must have; for `grouped`, the names and the groups; for
    `corner`, `Words.company_box` and the names that a company is known by; for `close`, `pages.look.overlay_words`; for
    `covered`, what the picture is of; for `personal`, `Words.company_box`; for `choice` and `confirm`, the text
    of the choice and the names of what takes it.
    """
    return f"{_ENGINE}={json.dumps([finder, names], ensure_ascii=False)}"
