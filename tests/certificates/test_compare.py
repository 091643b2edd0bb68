"""A certificate beside the portal's, and the rows of a clients file beside each other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fixtures.certificates import TestChain, TestPfx, rsa_key
from rpa.certificates import Trust, examine
from rpa.certificates.compare import Row, against_portal, check_rows
from rpa.cnpj import Cnpj
from rpa.secret import Secret

MATRIZ, FILIAL, OTHER = Cnpj("11222333000181"), Cnpj("11222333000262"), Cnpj("11444777000161")


class Rows:
    """Makes rows, each of which is examined as `rpa check` would."""

    def __init__(self, trust: Trust, folder: Path) -> None:
        self._trust, self._folder, self._count = trust, folder, 0

    def row(self, cnpj: Cnpj, pfx: TestPfx, *, default: bool = True) -> Row:
        """The next row, counted from 2 as a spreadsheet with a header does."""
        self._count += 1
        path = pfx.write(self._folder / f"{self._count}.pfx")
        return Row(self._count + 1, cnpj, examine(path, Secret("1234"), trust=self._trust, client=cnpj), default)


@pytest.fixture
def rows(trust: Trust, tmp_path: Path) -> Rows:
    """A clients file to be."""
    return Rows(trust, tmp_path)


def codes(*rows: Row) -> dict[int, list[str]]:
    """What is said of each row."""
    return {number: [reason.code for reason in reasons] for number, reasons in check_rows(rows).items()}


def test_rows_that_have_nothing_to_do_with_each_other(rows: Rows, chain: TestChain) -> None:
    """Two companies with a certificate each: nothing to say."""
    assert codes(rows.row(MATRIZ, chain.issue()), rows.row(OTHER, chain.issue(OTHER.text))) == {}


def test_matriz_and_filial_may_share(rows: Rows, chain: TestChain) -> None:
    """One certificate for matriz and filial is usual and right."""
    shared = chain.issue()
    assert codes(rows.row(MATRIZ, shared), rows.row(FILIAL, shared)) == {}


def test_the_same_certificate_twice(rows: Rows, chain: TestChain) -> None:
    """The same certificate for the same CNPJ in two rows is a slip, told in both."""
    twice = chain.issue()
    assert codes(rows.row(MATRIZ, twice, default=False), rows.row(MATRIZ, twice)) == {
        2: ["same-certificate-twice"], 3: ["same-certificate-twice"],
    }  # fmt: skip


def test_two_defaults(rows: Rows, chain: TestChain) -> None:
    """A company has one default."""
    assert codes(rows.row(MATRIZ, chain.issue()), rows.row(MATRIZ, chain.issue())) == {
        2: ["two-defaults"], 3: ["two-defaults"],
    }  # fmt: skip


def test_swapped_files(rows: Rows, chain: TestChain) -> None:
    """Two companies' files that were swapped: each row is told where its file belongs."""
    found = codes(rows.row(MATRIZ, chain.issue(OTHER.text)), rows.row(OTHER, chain.issue()))
    assert found == {
        2: ["belongs-to-another-row", "another-fits-better"], 3: ["belongs-to-another-row", "another-fits-better"],
    }  # fmt: skip


def test_another_file_fits_better(rows: Rows, chain: TestChain) -> None:
    """Matriz and filial swapped: both would be accepted, and only the other row shows that it was not meant."""
    found = codes(rows.row(MATRIZ, chain.issue(FILIAL.text, key=rsa_key("one"))), rows.row(FILIAL, chain.issue()))
    assert found == {2: ["another-fits-better"], 3: ["another-fits-better"]}


def test_the_sentence_names_the_other_row(rows: Rows, chain: TestChain) -> None:
    """What is said of a row can be acted on."""
    reasons = check_rows([rows.row(MATRIZ, chain.issue(OTHER.text)), rows.row(OTHER, chain.issue(OTHER.text))])
    assert reasons[2][0].text == "The file is of 11.444.777/0001-61, the company of row 3."


@pytest.mark.parametrize(
    ("portal", "code"),
    [(date(2027, 3, 2), "older-than-portal"), (date(2027, 3, 1), "same-as-portal"), (date(2027, 2, 28), None)],
)
def test_against_what_the_portal_has(
    portal: date, code: str | None, chain: TestChain, trust: Trust, tmp_path: Path
) -> None:
    """The portal's dates are Brasília's: a certificate that ends at 1 in the morning UTC ends the day before there."""
    pfx = chain.issue(not_before=datetime(2026, 3, 2, 1, tzinfo=UTC), days=365)
    certificate = examine(pfx.write(tmp_path / "a.pfx"), Secret("1234"), trust=trust).certificate
    assert certificate
    reason = against_portal(certificate, portal)
    assert (reason.code if reason else None) == code
