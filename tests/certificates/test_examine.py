"""The public face: one call, one examination, every reason at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from fixtures.certificates import TestChain
from rpa.certificates import Trust, Verdict, examine
from rpa.cnpj import Cnpj
from rpa.secret import Secret


def test_a_good_certificate_is_fit(chain: TestChain, trust: Trust, client: Cnpj, tmp_path: Path) -> None:
    """A trusted A1 of the client is fit, and everything that it says is read."""
    path = chain.issue(holder="PADARIA ESTRELA LTDA", person="JOSÉ TESTE").write(tmp_path / "a.pfx", "senha")

    found = examine(path, Secret("senha"), trust=trust, client=client)

    assert found.verdict is Verdict.FIT
    assert found.certificate
    assert (found.certificate.cnpj, found.certificate.holder, found.certificate.person, found.certificate.cpf) == (
        client, "PADARIA ESTRELA LTDA", "JOSÉ TESTE", "***.000.001-**",
    )  # fmt: skip


def test_all_reasons_are_told_at_once(chain: TestChain, trust: Trust, client: Cnpj, tmp_path: Path) -> None:
    """A client is asked only once: an A3 of another company without client authentication has three faults."""
    path = chain.issue("11444777000161", kind="A3", uses=None).write(tmp_path / "a.pfx", "senha")

    found = examine(path, Secret("senha"), trust=trust, client=client)

    assert [reason.code for reason in found.reasons][:3] == ["kind-hardware", "other-company", "client-auth-unsaid"]


def test_files_that_cannot_be_read(trust: Trust, tmp_path: Path) -> None:
    """A missing file and a folder are told as such; neither raises."""
    assert examine(tmp_path / "nada.pfx", Secret(""), trust=trust).says("file-missing")
    assert examine(tmp_path, Secret(""), trust=trust).says("file-unreadable")


def test_dates_are_brasilias(chain: TestChain, trust: Trust, tmp_path: Path) -> None:
    """A certificate that ends at 1 in the morning UTC ended the day before in Brasília."""
    pfx = chain.issue(not_before=datetime(2025, 3, 2, 1, tzinfo=UTC), days=365)
    found = examine(pfx.write(tmp_path / "a.pfx"), Secret("1234"), trust=trust)
    assert "The certificate expired on 2026-03-01." in [reason.text for reason in found.reasons]


def test_no_cpf_is_kept_whole(chain: TestChain, trust: Trust, tmp_path: Path) -> None:
    """A person's number is masked where it is read, so nothing later can print it."""
    path = chain.issue(kind="e-CPF", cpf="12345678909").write(tmp_path / "a.pfx")
    assert "12345678909" not in repr(examine(path, Secret("1234"), trust=trust))


def test_importing_the_package_is_cheap() -> None:
    """`import rpa.certificates` brings neither cryptography nor asn1crypto, so that `rpa --help` is quick."""
    code = "import sys, rpa.certificates; print({'cryptography', 'asn1crypto'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
