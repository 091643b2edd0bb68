"""A small portal, a PFX and raw steps for the stand-in's own tests, which use no page objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from playwright.sync_api import Browser, Page

from fixtures.portal import Company, StandIn, Variant
from fixtures.portal.sessions import COOKIE, Session

EMAIL, PASSWORD, PFX_PASSWORD = "suporte@example.com.br", "segredo do portal", "segredo do pfx"
PADARIA = "11222333000181"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

MakePfx = Callable[..., Path]


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A fresh page in a fresh context."""
    context = browser.new_context()
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
    mercado = portal.add_company("21436587000156", "MERCADO DO PORTO LTDA")
    padaria.add_certificate("Antigo", datetime.now(UTC) + timedelta(days=9), default=True)
    portal.add_account(EMAIL, PASSWORD, [mercado, padaria])
    return portal, padaria


def enter(page: Page, url: str, button: str = "[name=BTNENTER]") -> None:
    """Log in."""
    page.goto(url)
    page.fill("[name=vUSERNAME]", EMAIL)
    page.fill("[name=vUSERPASSWORD]", PASSWORD)
    page.click(button)


def choose(page: Page, label: str = "PADARIA ESTRELA LTDA - 11.222.333/0001-81") -> None:
    """Choose a company in the native select, which loads the start page again."""
    page.wait_for_url("**/inicio.aspx")
    with page.expect_navigation():
        page.select_option("[name=vEMPRESA_MPAGE]", label=label)


def be_inside(page: Page, portal: StandIn, url: str) -> None:
    """Be logged in, with Padaria chosen, without having gone through login and company box."""
    account = portal.accounts[0]
    padaria = next(company for company in account.companies if company.cnpj == PADARIA)
    page.context.add_cookies([{"name": COOKIE, "value": portal.sessions.begin(Session(account, padaria)), "url": url}])


def go(page: Page, url: str, path: str) -> None:
    """Open a screen by its address."""
    page.goto(url.replace("login.aspx", path))


def fill(page: Page, pfx: Path, nickname: str = "Novo 2027", password: str = PFX_PASSWORD) -> None:
    """Fill the form of a new certificate, as default."""
    page.fill("[name=vAPELIDO]", nickname)
    page.fill("[name=vSENHA]", password)
    page.select_option("[name=vPADRAO]", label="Sim")
    page.set_input_files("[name=vARQUIVO]", pfx)


def add(page: Page, portal: StandIn, url: str, pfx: Path, **typed: str) -> None:
    """Fill the form and press Salvar."""
    be_inside(page, portal, url)
    go(page, url, "certificado.aspx?INS,0")
    fill(page, pfx, **typed)
    page.click("[name=BTNENTER]")
