"""Words are data: what ships can be overridden entry by entry, and a bad entry is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import pages
from pages import Words, WordsFileError, WordsProblem

SHIPPED = Path(pages.__file__).with_name("words.toml")


def words_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A words file with this text."""
    path = folder / "words.toml"
    path.write_bytes(text.encode(encoding))
    return path


def refusal(path: Path) -> list[tuple[WordsProblem, int, str]]:
    """What is wrong with a file: problem, line and entry of each."""
    with pytest.raises(WordsFileError) as caught:
        Words.overridden(path)
    return [(bad.problem, bad.line, bad.entry) for bad in caught.value.bad]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_an_override_replaces_the_list_of_its_entry_and_no_other(tmp_path: Path, encoding: str) -> None:
    """What the file names is all that counts for that entry; every other entry stays as it ships."""
    words = Words.overridden(words_file(tmp_path, '[form]\nsave = ["Guardar já"]\n', encoding))

    assert words["form.save"] == ("Guardar já",)
    assert words["form.cancel"] == Words.shipped()["form.cancel"]


def test_the_file_that_ships_is_itself_a_good_words_file() -> None:
    """Every rule for overrides holds for the shipped words too."""
    assert Words.overridden(SHIPPED)["form.save"] == Words.shipped()["form.save"]


@pytest.mark.parametrize(
    ("text", "problem", "line", "entry"),
    [
        ("[form]\n\nsalvar = ['Salvar']", WordsProblem.UNKNOWN, 3, "form.salvar"),
        ("save = ['Salvar']", WordsProblem.UNKNOWN, 1, "save"),
        ("[form]\nsave = 'Salvar'", WordsProblem.NOT_A_LIST, 2, "form.save"),
        ("[form]\nsave = [1]", WordsProblem.NOT_A_LIST, 2, "form.save"),
        ("[form]\nsave = []", WordsProblem.NOT_A_LIST, 2, "form.save"),
        ("[form]\nsave = ['Salvar', ' * ']", WordsProblem.NOT_A_LIST, 2, "form.save"),
        ("form = { cancel = ['Voltar'], save = 3 }", WordsProblem.NOT_A_LIST, 1, "form.save"),
        ("\n\n[messages]\nrefused = ['(falha']", WordsProblem.BAD_STEM, 4, "messages.refused"),
        ("[messages]\nrefused = ['(?i)falha']", WordsProblem.BAD_STEM, 2, "messages.refused"),
        ("[messages]\nrefused = ['não deu']", WordsProblem.NEVER_MATCHES, 2, "messages.refused"),
        ("[certificates]\ndays_left = ['(']", WordsProblem.BAD_STEM, 2, "certificates.days_left"),
        ("[shell]\nsearches = ['Busca']", WordsProblem.NEVER_MATCHES, 2, "shell.searches"),
        ("[obstacles]\n# note\nlocked = [\n 'x',\n '(']", WordsProblem.BAD_STEM, 3, "obstacles.locked"),
        ("[form]\nsave = ['Salvar'", WordsProblem.NOT_TOML, 2, ""),
        ("[form]\nsave = ['a']\nsave = ['b']", WordsProblem.NOT_TOML, 3, ""),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(
    tmp_path: Path, text: str, problem: WordsProblem, line: int, entry: str
) -> None:
    """Unknown entries, wrong types, expressions that cannot work and malformed TOML are each told with their line."""
    assert refusal(words_file(tmp_path, text)) == [(problem, line, entry)]


def test_all_bad_entries_are_told_together(tmp_path: Path) -> None:
    """None hides another, and they come in the order of the file."""
    path = words_file(tmp_path, "[form]\nsave = 1\nsalvar = ['x']\n[login]\nemail = []\n")

    assert [line for _problem, line, _entry in refusal(path)] == [2, 3, 5]


def test_a_file_in_another_encoding_is_told_with_the_line_of_its_first_odd_byte(tmp_path: Path) -> None:
    """What an old editor saved as cp1252 is refused, never read as something else."""
    path = words_file(tmp_path, "[form]\ncancel = ['Voltar']\nsave = ['Concluír']\n", "cp1252")

    assert refusal(path) == [(WordsProblem.NOT_UTF8, 3, "")]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere never means the shipped words."""
    assert refusal(tmp_path / "nowhere.toml") == [(WordsProblem.UNREADABLE, 0, "")]
