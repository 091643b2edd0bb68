"""`rpa demo`: a stand-in portal, a dozen clients with made-up certificates, and the real `renew` upon them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fixtures.certificates import TestChain, TestPfx
from fixtures.portal import StandIn
from rpa import private
from rpa.browser import NoBrowserError, driver, launch
from rpa.certificates import BRASILIA
from rpa.cnpj import Cnpj
from rpa.console import FILE_OR_SETTINGS, complain
from rpa.install import install_browser
from rpa.job import Options, renew_clients
from rpa.listed import brasilia
from rpa.messages import _
from rpa.outcome import Result
from rpa.scratch import scratch
from rpa.settings import Settings

EMAIL, PORTAL_PASSWORD = "suporte@example.com.br", "demo-portal-2026"
PFX_PASSWORD = "demo-pfx-2026"  # noqa: S105 - of files that are worth nothing

_NOT_ITS_OWN = ("RPA_DATABASE_URL", "RPA_FILE_KEY")
"""Of no use to a demo: a team's database would have made-up clients, and its machines would take them for work."""


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client of the demo: its row of the clients file, what the portal has of it, and how it should end."""

    cnpj: str
    name: str
    file: str
    ends: Result
    holder: str = ""  # whose certificate the file is, where it is another's
    issued: int = -2  # days from today to the first day of its validity
    days: int = 365
    password: str = PFX_PASSWORD
    nickname: str = ""
    default: str = "sim"
    old_expires: int | None = 20  # days from today to the expiry of what the portal has; None: it has nothing
    has_it: bool = False


CLIENTS = (
    DemoClient(
        "11222333000181", "PADARIA ESTRELA LTDA", "padaria.pfx", Result.RENEWED, nickname="Padaria Estrela 2027"
    ),
    DemoClient("11222333000262", "PADARIA ESTRELA LTDA", "padaria.pfx", Result.RENEWED, holder="11222333000181"),
    DemoClient("98765432000198", "MERCADO DO PORTO LTDA", "mercado.pfx", Result.RENEWED, old_expires=-3),
    DemoClient("12ABC34501DE35", "TECNOLOGIA ALFA S.A.", "alfa.pfx", Result.RENEWED),
    DemoClient("24681357000140", "FARMÁCIA BOA SAÚDE LTDA", "farmacia.p12", Result.RENEWED, old_expires=None),
    DemoClient("13579246000101", "AUTO PEÇAS SERRA LTDA", "serra.pfx", Result.RENEWED, default="não"),
    DemoClient("86420975000194", "LIVRARIA DA PRAÇA LTDA", "livraria.pfx", Result.ALREADY_CURRENT, has_it=True),
    DemoClient("75319864000170", "POSTO TRÊS IRMÃOS LTDA", "posto.pfx", Result.BLOCKED, issued=-400),
    DemoClient("15935746000164", "AÇOUGUE PAMPA LTDA", "acougue.pfx", Result.BLOCKED, holder="98765432000198"),
    DemoClient("35795128000173", "MÓVEIS IPÊ LTDA", "moveis.pfx", Result.BLOCKED, password="senha-errada"),  # noqa: S106
    DemoClient("25814736000124", "BAR DOIS RIOS LTDA", "bar.pfx", Result.RENEWED, old_expires=-40),
    DemoClient("36925814000184", "TRANSPORTES CORDILHEIRA LTDA", "cordilheira.pfx", Result.RENEWED),
)


def run_demo(settings: Settings, *, headed: bool) -> int:
    """Play the demo. Gives the exit code: 0 when every client ended as it should, 1 otherwise, 3 without a browser."""
    with scratch(settings.home):  # not below the demo's own folder, where no later start would sweep it
        return _played(settings, headed=headed)


def _played(settings: Settings, *, headed: bool) -> int:
    if not _browser_is_there(settings, headed=headed):
        return FILE_OR_SETTINGS
    folder = _new_folder(settings.home)
    portal = StandIn()
    clients_file, roots = prepare(folder, portal)
    with portal.serve() as url:
        complain(_("The stand-in portal is at {url}; the clients are in {file}.").format(url=url, file=clients_file))
        values = {
            **{name: value for name, value in settings.values.items() if name not in _NOT_ITS_OWN},
            "INVOICY_URL": url,
            "INVOICY_EMAIL": EMAIL,
            "INVOICY_PASSWORD": PORTAL_PASSWORD,
            "RPA_EXTRA_ROOTS": str(roots),
            "RPA_HOME": str(folder),
            **{f"PFX_PASSWORD_{client.cnpj}": client.password for client in CLIENTS},  # as from a keyring
        }
        code, ended = renew_clients(clients_file, replace(settings, values=values), Options(headed=headed))
    if not ended:  # it was told why
        return code or 1
    expected = {client.cnpj: client.ends for client in CLIENTS}
    astray = [outcome for outcome in ended if outcome.result is not expected[outcome.cnpj.text]]
    if len(ended) != len(CLIENTS) or astray:
        complain(_("The demo did not end as it should: {who}.").format(who=", ".join(o.company for o in astray) or "–"))
        return 1
    complain(_("Every client ended as the demo expects. Everything is in {folder}").format(folder=folder))
    return 0


def _browser_is_there(settings: Settings, *, headed: bool) -> bool:
    try:
        with driver(settings.home) as playwright:
            launch(playwright, settings, headed=headed, host="localhost")[0].close()
        return True
    except NoBrowserError as error:
        complain(str(error))
        return settings.browser is None and install_browser(headed=headed, say=complain)


def _new_folder(home: Path) -> Path:
    folder = home / "demo" / datetime.now(BRASILIA).strftime("%Y-%m-%d_%Hh%Mm%S")
    return private.folder(folder)


def prepare(folder: Path, portal: StandIn) -> tuple[Path, Path]:
    """Make the chain, the PFX files and the clients file, and tell the portal what it has; gives file and roots."""
    chain, today = TestChain(), datetime.now(UTC)
    companies = []
    for client in CLIENTS:
        pfx = _issue(chain, client, today)
        if not (folder / client.file).exists():
            pfx.write(folder / client.file, password=PFX_PASSWORD)
        company = portal.add_company(client.cnpj, client.name)
        companies.append(company)
        if client.old_expires is not None:
            old = today + timedelta(days=client.old_expires)
            company.add_certificate(nickname=f"Certificado {old.year - 1}", valid_until=old, default=not client.has_it)
        if client.has_it:
            until = pfx.certificate.not_valid_after_utc
            company.add_certificate(nickname=f"{client.name} {brasilia(until).year}", valid_until=until, default=True)
    portal.add_account(EMAIL, PORTAL_PASSWORD, companies)
    return _write_clients(folder / "clientes.csv"), chain.write_root(folder / "raizes-de-teste.pem")


def _issue(chain: TestChain, client: DemoClient, today: datetime) -> TestPfx:
    holder = next(c for c in CLIENTS if c.cnpj == (client.holder or client.cnpj))
    return chain.issue(
        cnpj=holder.cnpj, holder=holder.name, not_before=today + timedelta(days=client.issued), days=client.days
    )


def _write_clients(path: Path) -> Path:
    with path.open("w", encoding="cp1252", newline="") as stream:  # as Excel saves it in Brazil
        csv.writer(stream, delimiter=";").writerows(_rows())
    return path


def _rows() -> Iterator[list[str]]:
    yield ["CNPJ", "Empresa", "PFX", "Apelido", "Padrão"]
    for client in CLIENTS:
        cnpj = Cnpj(client.cnpj).masked
        yield [cnpj, client.name, client.file, client.nickname, client.default]
