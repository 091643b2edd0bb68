"""The gate at the end of a run, and the doors that stay closed on its way: TLS and other hosts."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from playwright.sync_api import Error, Playwright

from rpa.browser import launch
from rpa.settings import Settings, SettingsError
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk


def test_a_secret_in_what_a_run_wrote_ends_it_with_exit_code_5(desk: Desk) -> None:
    """Columns that slipped put a password into Apelido: that file goes to quarantine, and is named."""
    desk.company()
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.open_account()
    rows = [{"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD, "apelido": "outra-senha-9"}]
    rows.append({"cnpj": OTHER, "pfx": "p.pfx", "senha": "outra-senha-9", "apelido": ""})

    ran = desk.rpa("plan", desk.clients(*rows), "--json")

    assert ran.code == 5
    assert "results.jsonl" in ran.err
    assert "outra-senha-9" not in ran.err
    home = desk.folder / "home"
    moved = {p.name for p in (home / "quarantine").rglob("*") if p.is_file()}
    assert {"results.jsonl", "report.html", "report.xlsx", "report.json"} <= moved
    assert not any(b"outra-senha-9" in p.read_bytes() for p in (home / "runs").rglob("*") if p.is_file())


@pytest.fixture
def impostor(desk: Desk) -> Iterator[tuple[int, list[bytes]]]:
    """A server that speaks TLS with a certificate that nobody vouches for; its port, and what it is told."""
    key, leaf, _others = pkcs12.load_key_and_certificates(desk.pfx().read_bytes(), PFX_PASSWORD.encode())
    assert key
    assert leaf
    pem = desk.folder / "impostor.txt"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + leaf.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    told: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    plain, _address = server.accept()
                except OSError:  # closed: the test is over
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as secure:
                        told.append(secure.recv(1 << 16))
                except OSError:
                    continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], told
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_tls_is_always_verified(desk: Desk, impostor: tuple[int, list[bytes]]) -> None:
    """A server that cannot prove itself is told nothing: neither address, nor login, nor file."""
    port, told = impostor
    desk.company()
    clients = desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})

    ran = desk.rpa("plan", clients, "--json", INVOICY_URL=f"https://127.0.0.1:{port}/login.aspx")

    assert (ran.code, ran.results) == (4, {2: "failed"}), ran.err
    assert "ERR_CERT" in ran.json[0]["reason"]
    assert b"".join(told) == b""


def test_tls_can_be_switched_off_by_nobody() -> None:
    """Nowhere is a certificate's error passed over, not even for ITI's public list, which its signatures prove."""
    sources = [*Path("rpa").rglob("*.py"), *Path("pages").rglob("*.py")]

    words = ("ignore_https_errors", "ignore-certificate-errors", "CERT_NONE", "_create_unverified", "verify=False")
    assert sources
    assert [path for path in sources if any(word in path.read_text(encoding="utf-8") for word in words)] == []


def test_allowed_hosts_are_names() -> None:
    """RPA_ALLOWED_HOSTS takes host names, by comma or blank, and nothing that could loosen the rule for others."""
    assert Settings({"RPA_ALLOWED_HOSTS": "cdn.example.com, fonts.example.com"}).allowed_hosts == (
        "cdn.example.com",
        "fonts.example.com",
    )
    assert Settings({}).allowed_hosts == ()
    for wrong in ("*", "https://cdn.example.com", "a.com:443", "*.example.com"):
        with pytest.raises(SettingsError, match="RPA_ALLOWED_HOSTS"):
            _ = Settings({"RPA_ALLOWED_HOSTS": wrong}).allowed_hosts


def test_an_allowed_host_can_be_reached_and_no_other(playwright: Playwright, desk: Desk) -> None:
    """The browser's rules name it beside the portal's; without it, it is unknown."""
    environment = {name: value for name, value in os.environ.items() if name == "RPA_BROWSER"}
    settings = Settings({**environment, "RPA_ALLOWED_HOSTS": "localhost"})
    open_browser, _origin = launch(playwright, settings, headed=False, host="127.0.0.1")
    with closing(open_browser) as browser:
        page = browser.new_page()
        for host in ("127.0.0.1", "localhost"):
            assert page.goto(desk.url.replace("127.0.0.1", host))
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto(desk.url.replace("127.0.0.1", "ip6-localhost"))
