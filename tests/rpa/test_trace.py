"""`--trace` records the harmless parts alone: no secret is in any of its files, nor on the disk while it records."""

from __future__ import annotations

import os
import stat
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.portal import Variant
from fixtures.portal.sessions import COOKIE
from rpa.gate import scan
from rpa.public import own_texts
from rpa.scratch import place
from rpa.secret import Secret
from rpa.unpack import parts
from tests.desk import EMAIL, PADARIA, PASSWORD, PFX_PASSWORD, Desk

SECRETS = [Secret(PASSWORD), Secret(PFX_PASSWORD)]


class Snoop(threading.Thread):
    """Reads, over and over, everything that is written while a run is under way."""

    def __init__(self, wanted: list[bytes], *folders: Path) -> None:
        super().__init__(daemon=True)
        self._wanted = wanted
        self._folders = folders
        self._done = threading.Event()
        self.looks = 0
        self.found: list[str] = []

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.is_set():
            walks = [step for folder in self._folders for step in os.walk(folder)]  # minds no folder that goes away
            for path in [Path(above, name) for above, _below, names in walks for name in names]:
                try:
                    data = path.read_bytes()
                except OSError:
                    continue
                self.looks += path.suffix == ".trace"
                self.found += [path.name for each in self._wanted if each in data]

    def stop(self) -> None:
        """Stop looking."""
        self._done.set()
        self.join()


def traced(desk: Desk, pfx: str = "p.pfx") -> list[Path]:
    """Renew one client with a trace; gives its files."""
    desk.company()
    desk.open_account()
    path = desk.folder / pfx if (desk.folder / pfx).exists() else desk.pfx(name=pfx)
    clients = desk.clients({"cnpj": PADARIA, "pfx": path.name, "senha": PFX_PASSWORD})

    ran = desk.rpa("renew", clients, "--json", "--trace")

    assert ran.results == {2: "renewed"}, ran.err
    return sorted((desk.folder / "home").rglob("traces/*.zip"))


def _as_numbers(data: bytes) -> bytes:
    return ",".join(map(str, data)).encode()


def content_of(traces: list[Path]) -> bytes:
    """All that is in some traces, unpacked."""
    return b"".join(part.data or b"" for path in traces for part in parts(path))


@pytest.mark.long
@pytest.mark.parametrize("pfx", ["p.pfx", "p.p12"])
@pytest.mark.parametrize("password_again", [False, True])
def test_no_secret_is_in_a_trace_nor_on_the_disk_meanwhile(
    desk_at: Callable[..., Desk], markup: Variant, password_again: bool, pfx: str
) -> None:
    """Neither passwords, nor the PFX's bytes, nor cookies; the parts before, between and after are there."""
    desk = desk_at(replace(markup, password_again=password_again))
    home = desk.folder / "home"
    content = desk.pfx(name=pfx).read_bytes()
    part = content[400:460]
    sent = [part, b64encode(content)[520:600], part.hex().encode(), _as_numbers(part)]
    wanted = [PASSWORD.encode(), PFX_PASSWORD.encode(), *sent]
    snoop = Snoop(wanted, home, place(home))
    snoop.start()

    traces = traced(desk, pfx)

    snoop.stop()
    assert snoop.looks
    assert not snoop.found
    assert scan(traces, [*SECRETS, Secret(part.decode("latin-1"))], own_texts()) == []
    everything = content_of(traces)
    assert [each for each in sent if each in everything] == []
    assert COOKIE.encode() not in everything
    assert b"certificates.add" in everything or b"Adicionar" in everything
    names = [path.name for path in traces]
    assert {"login-1.zip", f"00002-{PADARIA}-1.zip", f"00002-{PADARIA}-2.zip"} <= set(names)
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in traces} == {0o600}


@pytest.mark.long
def test_no_secret_is_in_the_trace_of_a_changed_default(desk: Desk) -> None:
    """Senha is not typed there, so nobody looks away: then it is not told to the page either."""
    desk.company()
    desk.open_account()
    row = {"cnpj": PADARIA, "pfx": desk.pfx(name="p.pfx").name, "senha": PFX_PASSWORD}
    assert desk.rpa("renew", desk.clients({**row, "padrao": "nao"}), "--json").results == {2: "renewed"}

    ran = desk.rpa("renew", desk.clients({**row, "padrao": "sim"}), "--json", "--trace")

    traces = sorted((desk.folder / "home").rglob("traces/*.zip"))
    assert ran.results == {2: "renewed"}, ran.err
    assert b"Certificado Padr" in content_of(traces)
    assert scan(traces, SECRETS, own_texts()) == []


def test_the_control_a_trace_of_everything_would_be_found_out(desk: Desk, tmp_path: Path) -> None:
    """A trace that does not look away holds password and cookie: what the test would miss, it would find."""
    desk.company()
    desk.open_account()
    context = desk.browser.new_context()
    context.tracing.start(snapshots=True)
    page = context.new_page()
    page.goto(desk.url)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/inicio.aspx")
    context.tracing.stop(path=tmp_path / "all.zip")
    context.close()

    assert [leak.path.name for leak in scan([tmp_path / "all.zip"], SECRETS, own_texts())] == ["all.zip"]
    assert COOKIE.encode() in content_of([tmp_path / "all.zip"])


@pytest.mark.long
def test_without_the_option_nothing_is_recorded(desk: Desk) -> None:
    """No folder of traces is made."""
    desk.company()
    desk.open_account()
    clients = desk.clients({"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD})

    desk.rpa("plan", clients)

    assert list((desk.folder / "home").rglob("traces")) == []
