"""A browser, a small portal and a PFX for the stand-in's own tests, which know nothing of `rpa` and `pages`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from playwright.sync_api import Browser, Page, sync_playwright

from fixtures.portal import Company, StandIn, Variant

EMAIL, PASSWORD, PFX_PASSWORD = "suporte@example.com.br", "segredo do portal", "segredo do pfx"
PADARIA = "11222333000181"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

MakePfx = Callable[..., Path]


def _executable() -> str | None:
    if chosen := os.environ.get("RPA_BROWSER"):
        return chosen
    beside = Path("/usr/lib/chromium/chromium-headless-shell")  # the real binary behind Debian's wrapper
    return str(beside) if beside.exists() else shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One headless browser for all tests of the stand-in."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(), chromium_sandbox=not as_root)
        yield browser
        browser.close()


@pytest.fixture
def screen(chrome: Browser) -> Iterator[Page]:
    """A fresh page in a fresh context."""
    context = chrome.new_context()
    context.set_default_timeout(5_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def make_pfx(tmp_path_factory: pytest.TempPathFactory) -> MakePfx:
    """Make a PFX with the CNPJ in an otherName, self-signed: the stand-in looks at nothing else."""
    folder = tmp_path_factory.mktemp("pfx")

    def make(cnpj: str = PADARIA, days: int = 365, string: int = 0x04, name: str = "novo.pfx") -> Path:
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "TESTE - SEM VALOR")])
        now = datetime.now(UTC)
        holder = x509.OtherName(x509.ObjectIdentifier("2.16.76.1.3.3"), bytes([string, len(cnpj)]) + cnpj.encode())
        leaf = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(KEY.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=400))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([holder]), critical=False)
            .sign(KEY, hashes.SHA256())
        )
        secret = BestAvailableEncryption(PFX_PASSWORD.encode())
        path = folder / f"{len(list(folder.iterdir()))}-{name}"
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"leaf", KEY, leaf, None, secret))
        return path

    return make


def a_portal(variant: Variant) -> tuple[StandIn, Company]:
    """A portal with two companies, the first with an old default certificate, and one account."""
    portal = StandIn(variant)
    padaria = portal.add_company(PADARIA, "PADARIA ESTRELA LTDA", "Padaria Estrela", "Estrela")
    mercado = portal.add_company("34028316000103", "MERCADO DO PORTO LTDA")
    padaria.add_certificate("Antigo", datetime.now(UTC) + timedelta(days=9), default=True)
    portal.add_account(EMAIL, PASSWORD, [mercado, padaria])
    return portal, padaria


def enter(page: Page, url: str) -> None:
    """Log in."""
    page.goto(url)
    page.fill("[name=vUSERNAME]", EMAIL)
    page.fill("[name=vUSERPASSWORD]", PASSWORD)
    page.click("[name=BTNENTER]")


def choose(page: Page, label: str = "PADARIA ESTRELA LTDA - 11.222.333/0001-81") -> None:
    """Choose a company in the native select, which loads the start page again."""
    with page.expect_navigation():
        page.select_option("[name=vEMPRESA_MPAGE]", label=label)


def go(page: Page, url: str, path: str) -> None:
    """Open a screen by its address."""
    page.goto(url.replace("login.aspx", path))


def fill(page: Page, pfx: Path, nickname: str = "Novo 2027", password: str = PFX_PASSWORD) -> None:
    """Fill the form of a new certificate, as default."""
    page.fill("[name=vAPELIDO]", nickname)
    page.fill("[name=vSENHA]", password)
    page.select_option("[name=vPADRAO]", label="Sim")
    page.set_input_files("[name=vARQUIVO]", pfx)


def add(page: Page, url: str, pfx: Path, **typed: str) -> None:
    """Log in, choose the company, fill the form and press Salvar."""
    enter(page, url)
    page.wait_for_url("**/inicio.aspx")
    choose(page)
    go(page, url, "certificado.aspx?INS,0")
    fill(page, pfx, **typed)
    page.click("[name=BTNENTER]")
