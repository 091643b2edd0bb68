"""Every case of the generated set gets its verdict, for exactly its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.certificates import TestChain
from rpa.certificates import Trust, examine, reasons
from rpa.certificates.reasons import RULES
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

    assert all(reason.text and "{" not in reason.text + reason.todo for reason in found.reasons)
    assert ({reason.code for reason in found.reasons} - _GOES_WITHOUT_SAYING, found.verdict) == (
        case.codes,
        case.verdict,
    )


def test_every_reason_has_a_case() -> None:
    """Whatever can be said of a file is said of one in the set, but for what other tests show."""
    elsewhere = {
        "file-missing", "file-unreadable",  # test_examine
        "reading-took-too-long", "reading-took-too-much-memory", "reading-crashed",  # test_workers
        "older-than-portal", "same-as-portal", "same-certificate-twice", "two-defaults", "another-fits-better",
        "belongs-to-another-row",  # test_compare
        "chain-absent",  # test_roots
    }  # fmt: skip
    assert set(RULES) == set.union(elsewhere, _GOES_WITHOUT_SAYING, *(case.codes for case in CASES))


def test_codes_are_unique() -> None:
    """A program can rely on a code: no two rules share one."""
    topics = (reasons.file, reasons.key, reasons.kind, reasons.cnpj, reasons.dates, reasons.trust, reasons.rows)
    rules = [each for topic in topics for each in vars(topic).values() if isinstance(each, reasons.Rule)]
    assert len({rule.code for rule in rules}) == len(rules)


def test_the_set_is_large_and_no_case_is_there_twice() -> None:
    """At least seventy files, each with a name of its own."""
    assert len({case.name for case in CASES}) == len(CASES) >= 70
