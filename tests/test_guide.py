"""The guide for support keeps its word: its commands exist, its pictures are those that the script makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po

from rpa.cli import app
from rpa.outcome import Result
from rpa.watch.state import Finding

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guia.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "imagens"
MOST_BYTES = 220_000


def commands() -> list[list[str]]:
    """Every command line of the program in the guide, in words."""
    return [found.split() for found in re.findall(r"Scripts\\rpa ([^\n`]+)", GUIDE)]


def test_every_command_of_the_guide_exists_with_its_options() -> None:
    """What a person types after `rpa` is a command, with subcommand and options as the program knows them."""
    known = typer.main.get_command(app)

    assert len(commands()) > 10
    for name, *rest in commands():
        command = known.commands[name]  # type: ignore[attr-defined]
        if hasattr(command, "commands") and rest:
            command = command.commands[rest[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= options, [name, *rest]


def test_every_other_mention_of_a_command_is_one() -> None:
    """`rpa renew` in running text is a command too."""
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]

    assert set(re.findall(r"`rpa ([a-z-]+)", GUIDE)) <= set(known)


def test_its_pictures_are_there_and_small() -> None:
    """Every picture of the guide is in its folder, none is left over, each can be sent by e-mail."""
    shown = set(re.findall(r"\]\(imagens/([^)]+)\)", GUIDE))

    assert shown == {path.name for path in PICTURES.iterdir()}
    assert all(path.stat().st_size < MOST_BYTES for path in PICTURES.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="pictures are taken on a pseudo-terminal")
def test_its_pictures_are_those_that_the_script_takes() -> None:
    """So all of them can be taken again; a picture of a command shows what the guide tells to type."""
    from docs.pictures import COMMANDS, NAMES

    assert {path.name for path in PICTURES.iterdir()} == NAMES
    for picture, (name, *_rest) in COMMANDS.items():
        assert rf".venv\Scripts\rpa {name}" in GUIDE.split(f"imagens/{picture}")[0]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="pictures are taken on a pseudo-terminal")
def test_its_pictures_can_be_taken_again(tmp_path: Path) -> None:
    """The script still shows what the guide tells of: it ends with an error where the demo's clients end otherwise."""
    from docs.pictures import NAMES

    take = f"from pathlib import Path; from docs.pictures import take_all; take_all(Path({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", take], cwd=ROOT, check=True, timeout=600)

    assert {path.name for path in tmp_path.iterdir()} == NAMES


def test_every_result_and_every_finding_is_explained_in_the_words_that_people_see() -> None:
    """Each has a row in a table, under its Portuguese name."""
    catalogue: dict[object, object] = {}
    for path in (ROOT / "rpa" / "locale" / "pt_BR" / "LC_MESSAGES" / "rpa.po", *ROOT.glob("translations-*.po")):
        with path.open("rb") as stream:
            catalogue |= {message.id: message.string for message in read_po(stream, locale="pt_BR")}
    results = [result.value.replace("_", " ") for result in Result if result is not Result.RENEW]
    findings = {
        Finding.UNREAD: "not read",
        Finding.SOON: "expires soon",
        Finding.NO_DATE: "expiry unknown",
        Finding.NOT_IN_CLIENTS_FILE: "not in the clients file",
    }
    words = [*results, "to renew", "in order", *(findings.get(f, f.value.replace("_", " ")) for f in Finding)]

    for word in words:
        assert f"| **{catalogue[word]}** |" in GUIDE, word


def test_it_tells_how_passwords_get_out_of_the_spreadsheet() -> None:
    """Whoever keeps passwords in a spreadsheet reads why not to, and what to type instead."""
    told = GUIDE.split("### Tirar as senhas da planilha")[1].split("\n## ")[0]

    assert [line for line in commands() if line[0] == "secrets"]
    for command in ("import clientes.xlsx", "set", "list", "forget"):
        assert rf".venv\Scripts\rpa secrets {command}" in told


def test_the_readme_leads_to_it() -> None:
    """Who opens the README finds the guide."""
    assert "(docs/guia.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
