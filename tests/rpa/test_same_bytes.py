"""The bytes that were examined are the bytes that are sent, whatever becomes of the file meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.portal import Request
from rpa.outcome import Result
from tests.desk import OTHER, PADARIA, PFX_PASSWORD, Desk
from tests.safety import harm
from tests.selection import few

Deed = Callable[[Desk, Path], None]


def write_into(desk: Desk, pfx: Path) -> None:
    """Another company's certificate, of the same password, in the same file."""
    pfx.write_bytes(desk.pfx(OTHER, "other.pfx").read_bytes())


def exchange(desk: Desk, pfx: Path) -> None:
    """Another company's certificate, moved into its place."""
    desk.pfx(OTHER, "other.pfx").replace(pfx)


def exchange_unseen(desk: Desk, pfx: Path) -> None:
    """Another company's certificate of the same age, which a look at the file alone would not tell."""
    before = pfx.stat()
    write_into(desk, pfx)
    os.utime(pfx, ns=(before.st_atime_ns, before.st_mtime_ns))


def link(desk: Desk, pfx: Path) -> None:
    """A link to another company's certificate."""
    pfx.unlink()
    pfx.symlink_to(desk.pfx(OTHER, "other.pfx"))


def issue_anew(desk: Desk, pfx: Path) -> None:
    """Another certificate of the same company."""
    desk.pfx(PADARIA, pfx.name, days=200)


def cut(_desk: Desk, pfx: Path) -> None:
    """The first half of it."""
    pfx.write_bytes(pfx.read_bytes()[: pfx.stat().st_size // 2])


def write_on(_desk: Desk, pfx: Path) -> None:
    """A byte more."""
    pfx.write_bytes(pfx.read_bytes() + b"\0")


def delete(_desk: Desk, pfx: Path) -> None:
    """None."""
    pfx.unlink()


def put_a_folder(_desk: Desk, pfx: Path) -> None:
    """A folder of that name."""
    pfx.unlink()
    pfx.mkdir()


DEEDS: tuple[Deed, ...] = (
    write_into, exchange, exchange_unseen, link, issue_anew, cut, write_on, delete, put_a_folder,
)  # fmt: skip
NAMES = ("p.pfx", "p.p12", "P.PFX", "loja é nº 1.PFX")


def once_at(desk: Desk, moment: Callable[[Request], bool], deed: Callable[[], object]) -> None:
    """Do something once, before the portal answers the first request that is such a moment."""
    todo = [deed]

    def arrived(request: Request) -> None:
        if todo and moment(request):
            todo.pop()()

    desk.portal.on_arrival = arrived


def the_form_opens(request: Request) -> bool:
    """Adicionar was pressed."""
    return request.method == "GET" and request.path.startswith("/certificado.aspx")


def it_is_filled_in(desk: Desk) -> Callable[[Request], bool]:
    """The company is proved once more, for Salvar is next."""
    return lambda request: bool(desk.portal.memory.forms_opened) and request.path.startswith("/empresadados.aspx")


@pytest.mark.parametrize(
    ("name", "deed"),
    few(
        [*((name, exchange) for name in NAMES), *(("p.p12", deed) for deed in DEEDS if deed is not exchange)],
        ("p.pfx", exchange), ("p.p12", exchange_unseen), ("p.p12", delete),
    ),
)  # fmt: skip
def test_a_file_that_changes_while_the_form_is_open_is_not_sent(desk: Desk, deed: Deed, name: str) -> None:
    """It is compared with what was examined when it is chosen; nothing is saved, and the reason names the file."""
    company, pfx = desk.company(), desk.pfx(name=name)
    renewal = desk.renewal(pfx=pfx)
    once_at(desk, the_form_opens, lambda: deed(desk, pfx))

    outcome = desk.renew(renewal)

    assert desk.portal.memory.saves == []
    assert (outcome.result, name in outcome.reason) == (Result.FAILED, True), outcome.reason
    assert "nothing of it was sent" in outcome.reason
    assert harm(desk.portal, company, outcome) == []


@pytest.mark.parametrize(
    ("name", "deed"),
    few(
        [*((name, write_into) for name in NAMES), *(("p.pfx", deed) for deed in DEEDS if deed is not write_into)],
        ("p.pfx", write_into),
    ),
)
def test_a_file_that_changes_once_it_is_chosen_is_sent_as_it_was(desk: Desk, deed: Deed, name: str) -> None:
    """The browser has been given the bytes that were examined, and no path: it reads no file when it sends."""
    company, pfx = desk.company(), desk.pfx(name=name)
    renewal = desk.renewal(pfx=pfx)
    examined = desk.fingerprint(pfx)
    once_at(desk, it_is_filled_in(desk), lambda: deed(desk, pfx))

    outcome = desk.renew(renewal)

    assert outcome.result is Result.RENEWED, outcome.reason
    assert [save.fingerprint for save in desk.portal.memory.saves] == [examined]
    assert harm(desk.portal, company, outcome) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["p.pfx", "p.p12"])
def test_a_command_ends_with_what_the_file_is_now(desk: Desk, name: str) -> None:
    """It is tried again, and so opened again: another company's certificate is blocked, and never sent."""
    desk.company()
    desk.open_account()
    pfx = desk.pfx(name=name)
    clients = desk.clients({"cnpj": PADARIA, "pfx": name, "senha": PFX_PASSWORD})
    once_at(desk, the_form_opens, lambda: exchange(desk, pfx))

    ran = desk.rpa("renew", clients, "--json")

    assert ran.results in ({2: "blocked"}, {2: "failed"}), ran.err
    assert desk.portal.memory.saves == []


@pytest.mark.long
def test_the_same_certificate_exported_once_more_is_examined_and_sent(desk: Desk) -> None:
    """Other bytes, and yet what was planned: the next attempt examines them, and sends those."""
    desk.company()
    desk.open_account()
    issued = desk.chain.issue(cnpj=PADARIA, holder="PADARIA ESTRELA LTDA")
    pfx = issued.write(desk.folder / "p.pfx", password=PFX_PASSWORD)
    clients = desk.clients({"cnpj": PADARIA, "pfx": pfx.name, "senha": PFX_PASSWORD})
    once_at(desk, the_form_opens, lambda: issued.write(pfx, password=PFX_PASSWORD))

    ran = desk.rpa("renew", clients, "--json")

    assert ran.results == {2: "renewed"}, ran.err
    assert [save.fingerprint for save in desk.portal.memory.saves] == [desk.fingerprint(pfx)]
