"""The portal that the contract is held against: a stand-in, or the one that `--base-url` names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from fixtures.portal import VARIANTS, StandIn
from rpa.cnpj import Cnpj
from rpa.secret import Secret
from rpa.settings import Settings
from tests.desk import EMAIL, OTHER, PADARIA, PASSWORD

PRODUCTION = ("app.invoicy.com.br", "web.invoicy.com.br")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_FOR_TESTS = ("homolog", "hml", "teste")
STAND_INS = ("new", "old")
"""The portals of the stand-in against which the contract is held where no other one is named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A portal, who logs in, and the company in which tests may write. `pfx` is a good file of that company's, if any.

    `pfx` None: the file is to be made up; a portal that knows ICP-Brasil's authorities will not take it.
    """

    url: str
    email: str
    password: Secret
    cnpj: Cnpj
    pfx: Path | None = None
    pfx_password: Secret | None = None


@contextmanager
def stand_in(preset: str) -> Iterator[Subject]:
    """A stand-in with two companies, of which the second is the one to work in, for as long as the block lasts."""
    portal = StandIn(VARIANTS[preset])
    market = portal.add_company(OTHER, "MERCADO DO PORTO LTDA")
    bakery = portal.add_company(PADARIA, "PADARIA ESTRELA LTDA")
    bakery.add_certificate("antigo", datetime.now(UTC) + timedelta(days=20), default=True)
    portal.add_account(EMAIL, PASSWORD, [market, bakery])
    with portal.serve() as url:
        yield Subject(url, EMAIL, Secret(PASSWORD), Cnpj(PADARIA))


def named(base_url: str, values: dict[str, str]) -> Subject:
    """The portal at an address, with what `.env` or the environment says. Raises ValueError that names what is missing.

    INVOICY_EMAIL, INVOICY_PASSWORD and INVOICY_TEST_CNPJ; INVOICY_TEST_PFX with PFX_PASSWORD_<CNPJ> if there is one.
    """
    settings = Settings({**values, "INVOICY_URL": base_url})
    password = settings.portal_password(settings.email) if settings.email else None
    cnpj, pfx = values.get("INVOICY_TEST_CNPJ"), values.get("INVOICY_TEST_PFX")
    if not (settings.email and password and cnpj):
        raise ValueError("--base-url needs INVOICY_EMAIL, INVOICY_PASSWORD and INVOICY_TEST_CNPJ in .env")
    number = Cnpj.parse(cnpj)
    return Subject(
        settings.url, settings.email, password, number, Path(pfx) if pfx else None, settings.pfx_password(number.text)
    )


def may_be_written_to(base_url: str, named_host: str | None = None) -> bool:
    """Whether an address is this machine, or is for tests by its name or because INVOICY_TEST_HOST names its host.

    Partners run the portal under hosts of their own, so any other one may be production. InvoiCy's own production is,
    whatever names it.
    """
    host, named = host_in(base_url), host_in(named_host or "")
    if any(host == known or host.endswith(f".{known}") for known in PRODUCTION):
        return False
    return host in _LOOPBACK or host.partition(".")[0].startswith(_FOR_TESTS) or (host != "" and host == named)


def host_in(address: str) -> str:
    """The host of an address, however it is written, with or without a scheme."""
    return (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".").lower()


def remembered_settings() -> dict[str, str]:
    """The settings as they are before the tests forget those of this machine: the environment's and `.env`'s."""
    return {**Settings.load().values, **{name: value for name, value in os.environ.items() if value}}
