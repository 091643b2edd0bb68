"""What the form itself says of a company, before Salvar: it may use another of its names than the box does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pages.company_box import Shown
from rpa.cnpj import Cnpj
from rpa.proof import NotProvedError, Proof
from tests.desk import OTHER, PADARIA

OURS, FOREIGN = Cnpj(PADARIA), Cnpj(OTHER)
PROOF = Proof(OURS, "Padaria Estrela", "2", ("PADARIA ESTRELA LTDA", "Padaria Estrela", OURS.masked))


def said(*texts: str) -> bool:
    """Whether Salvar may be pressed where the form says this of a company."""
    portal: Any = SimpleNamespace(
        company_box=SimpleNamespace(shown=Shown(("Padaria Estrela",), "2")),
        ask_server=lambda: "",
        ask_witness=lambda: None,
    )
    form: Any = SimpleNamespace(company_texts=texts)
    try:
        PROOF.confirm_before_salvar(portal, form)
    except NotProvedError:
        return False
    return True


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("Padaria Estrela",),
        ("PADARIA ESTRELA LTDA",),
        ("Padaria Estrela Matriz", OURS.masked),
        (f"Padaria - {OURS.text}",),
    ],
)
def test_any_name_of_the_company_or_its_number_agrees(texts: tuple[str, ...]) -> None:
    """Every name on the company's data page is its name; where the number stands, names do not matter."""
    assert said(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("MERCADO DO PORTO LTDA",),
        ("Padaria Estrela", FOREIGN.masked),
        (OURS.masked, FOREIGN.masked),
        ("PADARIA ESTRELA LTDA", "MERCADO DO PORTO LTDA"),
    ],
)
def test_another_name_or_number_stops_before_salvar(texts: tuple[str, ...]) -> None:
    """A form that names another company, beside ours or instead of it, is not ours."""
    assert not said(*texts)
