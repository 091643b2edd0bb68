"""RPA_PORTAL_WORDS: how a support team lives through renamed captions without waiting for a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk import PADARIA, PFX_PASSWORD, Desk


@pytest.fixture
def clients(desk: Desk) -> Path:
    """A clients file with one good client."""
    desk.company()
    desk.pfx()
    desk.open_account()
    return desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})


def test_a_bad_words_file_is_refused_with_file_and_line(desk: Desk, clients: Path) -> None:
    """Exit code 3 before the portal is touched, with the place of each bad entry."""
    words = desk.folder / "palavras.toml"
    words.write_text("[form]\nsave = 'Salvar'\n\n[messages]\nrefused = ['(']\n", encoding="utf-8")

    ran = desk.rpa("renew", clients, RPA_PORTAL_WORDS=str(words))

    assert ran.code == 3
    for told in ("palavras.toml", "Line 2: form.save", "Line 5: messages.refused"):
        assert told in ran.err
    assert desk.portal.memory.requests == []


@pytest.mark.long
def test_an_override_is_what_the_road_goes_by(desk: Desk, clients: Path) -> None:
    """With Adicionar overridden by a word that is not there, the road stops before the form and tells that word."""
    words = desk.folder / "palavras.toml"
    words.write_text("[certificates]\nadd = ['Incluir novo']\n", encoding="utf-8")

    ran = desk.rpa("renew", clients, "--json", RPA_PORTAL_WORDS=str(words))

    assert ran.results == {2: "parked"}
    assert "Incluir novo" in ran.json[0]["reason"]
    assert desk.portal.memory.forms_opened == 0
