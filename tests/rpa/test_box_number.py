"""A CNPJ in the company box is a company's own only as a field: divided from the name, at one place in every entry."""

from __future__ import annotations

import pytest

from rpa.box_number import beside_number, field_of, field_values, own_numbers
from rpa.cnpj import Cnpj
from tests.desk import FILIAL, OTHER, PADARIA

OURS, THEIRS = Cnpj(PADARIA), Cnpj(OTHER)
A, B, C = OURS.masked, THEIRS.masked, Cnpj(FILIAL).masked
FIELDS = {
    "after a dash": [f"Loja Um - {A}", f"Loja Dois - {B}"],
    "before a dash": [f"{A} - Loja Um", f"{B} - Loja Dois"],
    "in brackets": [f"Loja Um ({A})", f"Loja Dois (Sul) ({B})"],
    "behind its caption": [f"Loja Um CNPJ: {A}", f"Loja Dois S.A. CNPJ: {B}"],
    "alone": [A, B],
    "names with numbers beside it": [f"Assessoria de {B} - {A}", f"Loja Dois - {B}"],
    "a name that begins with a number": [f"{B} Assessoria | {A}", f"Loja Dois | {B}"],
    "matriz and filial": [f"Loja - {A}", f"Loja - {C}"],
}
NAMES = {
    "within a name": [f"Assessoria de {A} ME", "Loja Dois"],
    "at the end of one name": [f"Assessoria - {A}", "Loja Dois"],
    "at the beginning of one name": [f"{A} - Assessoria", "Loja Dois"],
    "in brackets in one name": [f"Assessoria ({A})", "Loja Dois"],
    "one at the beginning and one at the end": [f"Assessoria - {A}", f"{B} - Loja Dois"],
    "divided otherwise": [f"Assessoria - {A}", f"Loja Dois ({B})"],
    "the same number twice": [f"Assessoria - {A}", f"Consultoria - {A}"],
    "within each name": [f"Assessoria de {A} ME", f"Assessoria de {B} ME"],
    "cut in one": [f"Loja Um - {A}", f"Loja Dois - {B[:11]}"],
    "two fields": [f"{A} - Loja Um - {C}", f"{B} - Loja Dois - {A}"],
}
UNSURE = {
    "one entry": [f"Loja Um - {A}"],
    "a blank alone": [f"Assessoria de {A}", f"Assessoria de {B}"],
    "a comma": [f"Silva, {A}", f"Souza, {B}"],
    "after a full stop": [f"Loja LTDA. {A}", f"Loja Dois {B}"],
}


@pytest.mark.parametrize("entries", FIELDS.values(), ids=FIELDS.keys())
def test_a_number_is_a_field_where_every_entry_has_its_own_at_one_place(entries: list[str]) -> None:
    """Whatever divides it from the name, on whichever side; further numbers within names are passed over."""
    found = field_of([(entry,) for entry in entries])

    assert found
    assert found.sure
    assert found.numbers_in(entries[:1]) == [OURS]


@pytest.mark.parametrize("entries", NAMES.values(), ids=NAMES.keys())
def test_a_number_that_not_every_entry_has_at_one_place_is_none(entries: list[str]) -> None:
    """It belongs to the name; whose it is, it does not say."""
    assert field_of([(entry,) for entry in entries]) is None


@pytest.mark.parametrize("entries", UNSURE.values(), ids=UNSURE.keys())
def test_one_entry_or_a_blank_alone_leaves_it_open(entries: list[str]) -> None:
    """A name may end with a number, too: then the name beside it has to be the company's."""
    found = field_of([(entry,) for entry in entries])

    assert found
    assert not found.sure


def test_entries_that_were_found_by_a_number_leave_it_open() -> None:
    """A search finds those alone that have it, wherever they do."""
    found = field_of([(f"Loja Um - {A}",), (f"Loja Dois - {B}",)], biased=True)

    assert found
    assert not found.sure


def test_a_cell_of_its_own_is_a_field_in_the_same_column_only() -> None:
    """A row of a table says it in a cell; a name that is but a number stands in another column."""
    assert field_of([("Loja Um", A, "Selecionar"), ("Loja Dois", B, "Selecionar")])
    assert field_of([("Loja Um", A), (B, "Loja Dois")]) is None


def test_what_stands_beside_the_caption_is_a_number_and_no_name_with_one() -> None:
    """Of Dados da Empresa the value of CNPJ counts, a remark behind it or not."""
    assert field_values([A, f"{A} (Matriz)", f"Assessoria de {B} ME", f"Assessoria - {B}"]) == [OURS]
    assert field_values([f"{B} Assessoria"]) == []


def test_a_form_says_a_number_beside_a_name_or_alone() -> None:
    """Within a name it says nothing."""
    assert own_numbers([f"Loja - {PADARIA}", A]) == [OURS]
    assert own_numbers([f"Assessoria de {A} ME", f"Assessoria {A}"]) == []


def test_what_stands_beside_a_number_is_told_without_what_divides_them() -> None:
    """It is compared with the company's names."""
    assert beside_number([f"LOJA UM LTDA - CNPJ: {A}", f"({B}) LOJA DOIS", "Maria"]) == [
        "LOJA UM LTDA", "LOJA DOIS", "Maria",
    ]  # fmt: skip
