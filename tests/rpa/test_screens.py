"""What goes amiss in the pages is told in the operator's language: nothing of developer's English is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pages
from pages.screen import Screen
from rpa import messages
from rpa.screens import screen_named, told

SOURCES = sorted(Path(pages.__file__).parent.glob("*.py"))


@pytest.fixture
def portuguese() -> Iterator[None]:
    """Portuguese for the length of a test."""
    before = messages.language()
    messages.speak("pt_BR")
    yield
    messages.speak(before)


def whats() -> set[str]:
    """Every `what` that the pages give to an error as a plain text, but for keys of words.toml."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    keywords = (keyword for call in calls if isinstance(call, ast.Call) for keyword in call.keywords)
    values = {k.value.value for k in keywords if k.arg == "what" and isinstance(k.value, ast.Constant)}
    return {value for value in values if (isinstance(value, str) and " " in value) or value == "maintenance"}


def screens(kind: type[Screen] = Screen) -> Iterator[str]:
    """The names of all screens."""
    for screen in kind.__subclasses__():
        if "name" in vars(screen):
            yield screen.name
        yield from screens(screen)


@pytest.mark.usefixtures("portuguese")
def test_everything_that_goes_amiss_has_a_translation() -> None:
    """Each is known to `told`, and its Portuguese is not its English."""
    assert len(whats()) >= 15
    assert [what for what in sorted(whats()) if told(what) == what] == []


@pytest.mark.usefixtures("portuguese")
def test_every_screen_has_a_name_in_portuguese() -> None:
    """A screen is called by what a person would call it, not by its name in the program."""
    names = set(screens())
    assert {"login", "certificates", "certificate_form", "company_data"} <= names
    assert [name for name in sorted(names - {"login"}) if screen_named(name) == name] == []
    assert screen_named("certificates, password_again") == "lista de certificados / senha pedida de novo"
