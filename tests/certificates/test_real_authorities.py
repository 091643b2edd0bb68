"""The real authorities of ICP-Brasil, 340 of them: every one is read, and every chain ends where it really does."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from rpa.certificates import Kind, Trust
from rpa.certificates.chain import Ending, Library
from rpa.certificates.leaf import describe
from rpa.certificates.paper import Paper, paper_of
from rpa.certificates.roots import _certificates, _proved
from rpa.certificates.trust import PINNED, read_pem

FOLDER = Path(__file__).parents[3] / "shared" / "icp-brasil-ca"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the real certificates lie beside the project, not in it")


@pytest.fixture(scope="module")
def ders() -> tuple[bytes, ...]:
    """All certificates, roots first."""
    return (*read_pem(FOLDER / "roots.pem"), *read_pem(FOLDER / "intermediates.pem"))


@pytest.fixture(scope="module")
def papers(ders: tuple[bytes, ...]) -> dict[str, Paper]:
    """All certificates by the name of their subject; of namesakes the last."""
    return {describe(paper).holder: paper for paper in map(paper_of, ders) if paper}


@pytest.fixture(scope="module")
def library(ders: tuple[bytes, ...]) -> Library:
    """What chains are built of."""
    return Library(Trust(authorities=ders))


@pytest.fixture(scope="module")
def index() -> list[dict[str, str]]:
    """What is known of the certificates from elsewhere."""
    with (FOLDER / "index.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_the_pinned_roots_are_the_real_ones(index: list[dict[str, str]]) -> None:
    """v5 and v12, by the SHA-256 of the certificates themselves."""
    real = {row["sha256"]: row["subject_cn"] for row in index if row["kind"] == "root"}
    assert {pin: real[pin] for pin in PINNED} == PINNED


def test_every_authority_is_read(ders: tuple[bytes, ...], index: list[dict[str, str]]) -> None:
    """Subject, dates and policies are those of the index, for every one."""
    known = {row["sha256"]: row for row in index}
    for der in ders:
        paper = paper_of(der)
        assert paper
        read, row = describe(paper), known[sha256(der).hexdigest()]
        assert read.kind is Kind.AUTHORITY
        assert read.holder == row["subject_cn"].strip()
        assert read.not_after.date().isoformat() == row["notAfter"]
        if row["policies"]:  # the index was made with a strict reader, which could not read them all
            assert ",".join(read.policies) == row["policies"]


def test_chains_end_where_they_do(ders: tuple[bytes, ...], library: Library) -> None:
    """Those below v5 and v12 are ICP-Brasil's; those below retired and web roots are not; four lack their issuer."""
    endings = Counter(library.chain_of(paper).ending for paper in map(paper_of, ders[10:]) if paper)
    assert endings == {Ending.ICP_BRASIL: 172, Ending.OTHER_ROOT: 154, Ending.UNKNOWN: 4}


def test_a_name_in_another_string_type(papers: dict[str, Paper], library: Library) -> None:
    """AC SAFEWEB CD V12 names its issuer in another string type than the issuer does: the chain holds all the same."""
    chain = library.chain_of(papers["AC SAFEWEB CD V12"])
    assert chain.ending is Ending.ICP_BRASIL
    assert [describe(paper).holder for paper in chain.papers[1:]] == [
        "AC Safeweb v12",
        PINNED[chain.papers[-1].fingerprint],
    ]


def test_exotic_keys_are_no_obstacle(papers: dict[str, Paper], library: Library) -> None:
    """Roots with Ed448 or with keys that no library knows are read; what they signed is not trusted."""
    assert papers["Autoridade Certificadora Raiz Brasileira v6"].public_key
    assert papers["Autoridade Certificadora Raiz Brasileira v7"].public_key is None
    assert library.chain_of(papers["Autoridade Certificadora Raiz Brasileira v7"]).ending is not Ending.ICP_BRASIL


def test_an_archive_of_the_real_ones(ders: tuple[bytes, ...]) -> None:
    """Of an archive as ITI publishes it, 172 authorities and the two pinned roots are kept."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i, der in enumerate(ders):
            archive.writestr(f"{i}.crt", der)
    assert len(_proved(_certificates(packed.getvalue()), Trust())) == 174
