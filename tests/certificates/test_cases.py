"""Every case of the generated set gets its verdict, for exactly its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.certificates import TestChain
from rpa.certificates import Trust, examine
from rpa.secret import Secret

from .cases import CASES, Case
from .makers import Makers

_GOES_WITHOUT_SAYING = {"revocation-not-checked", "homologation"}


@pytest.fixture(scope="session")
def makers(chain: TestChain, stranger: TestChain) -> Makers:
    """What the files are made of."""
    return Makers(chain, stranger)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, makers: Makers, trust: Trust, tmp_path: Path) -> None:
    """The file is judged as its case says, with its reasons and no other."""
    path = tmp_path / "certificado.pfx"
    path.write_bytes(case.make(makers))

    found = examine(
        path, Secret(case.password), trust=trust, client=case.terms.client, now=case.terms.now,
        warn_days=case.terms.warn_days, accept_seal=case.terms.accept_seal, exact_cnpj=case.terms.exact_cnpj,
    )  # fmt: skip

    assert ({reason.code for reason in found.reasons} - _GOES_WITHOUT_SAYING, found.verdict) == (
        case.codes,
        case.verdict,
    )


def test_the_set_is_large_and_no_case_is_there_twice() -> None:
    """At least seventy files, each with a name of its own."""
    assert len({case.name for case in CASES}) == len(CASES) >= 70
