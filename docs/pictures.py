"""Takes the pictures of docs/guia.md anew, from the demo's clients at the stand-in portal: `python -m docs.pictures`.

Needs a pseudo-terminal, so Linux or macOS. What is shown is what the program printed, in the folder of the guide.
"""

from __future__ import annotations

import csv
import html
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from docs.terminal import as_page, run
from fixtures.portal import StandIn
from pages import Portal, register
from rpa import private
from rpa.browser import launch
from rpa.demo import CLIENTS, EMAIL, PORTAL_PASSWORD, prepare
from rpa.past_runs import chosen_run
from rpa.settings import Settings

FOLDER = Path(__file__).with_name("imagens")

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "conferir.png": ("check", "clientes.csv"),
    "vencimentos.png": ("watch", "--clients", "clientes.csv", "--folder", "."),
    "plano.png": ("plan", "clientes.csv"),
    "renovar.png": ("renew", "clientes.csv"),
    "pendencias.png": ("follow-up",),
    "doctor.png": ("doctor", "--save", "telas"),
}
"""Pictures of the terminal, in the order in which the commands are run."""

SCREENS = ("portal-entrada.jpg", "portal-certificados.jpg", "portal-formulario.jpg")
REPORT = "relatorio.jpg"
SHEET = "planilha.png"
NAMES = {*COMMANDS, *SCREENS, REPORT, SHEET}
"""Every picture that is made here."""

_ROWS_SHOWN = 6
_HOME_IN_GUIDE = r"C:\Users\ana\AppData\Local\invoicy-rpa"
_FOLDER_IN_GUIDE = r"C:\invoicy-rpa"
_SHEET_STYLE = """
  body { margin: 0; } table { border-collapse: collapse; font: 15px Calibri, Carlito, Arial, sans-serif; }
  th { background: #e6e6e6; color: #444; font-weight: normal; border: 1px solid #c4c4c4; padding: 3px 10px; }
  td { border: 1px solid #d6d6d6; padding: 4px 10px; white-space: nowrap; } tr:nth-child(2) td { font-weight: bold; }
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo's clients at a stand-in portal, what the program is to be told of it, and where pictures go."""

    pictures: Path
    folder: Path
    clients: Path
    url: str
    environment: Mapping[str, str]


def take_all(pictures: Path = FOLDER) -> None:
    """Play everything once, and put every picture in its place. Raises RuntimeError where the demo ends otherwise."""
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        register(playwright)
        browser, _which = launch(playwright, Settings.load(), headed=False, host="127.0.0.1")
        portal = StandIn()
        clients, roots = prepare(Path(name), portal)
        with portal.serve() as url:
            _fill_in_passwords(clients)
            stage = Stage(pictures, Path(name), clients, url, _environment(url, roots, Path(name)))
            _of_sheet(browser, stage)
            for picture, command in COMMANDS.items():
                _of_command(browser, stage, picture, command)
            _check_results(stage)
            _of_report(browser, stage)
            _of_screens(browser, stage)
        browser.close()


def _fill_in_passwords(clients: Path) -> None:
    """With a column for them, as a team keeps its clients file at first; the demo itself has them from elsewhere."""
    with clients.open(encoding="cp1252", newline="") as stream:
        header, *rows = csv.reader(stream, delimiter=";")
    place = header.index("PFX") + 1
    header.insert(place, "Senha")
    for row, client in zip(rows, CLIENTS, strict=True):
        row.insert(place, client.password)
    with clients.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])
    private.restrict(clients)


def _check_results(stage: Stage) -> None:
    """A picture of a demo that went astray would stand in the guide for a year."""
    ended = [outcome.result for outcome in chosen_run(stage.folder / "home", None).read().outcomes]
    if ended != [client.ends for client in CLIENTS]:
        raise RuntimeError(f"the demo ended as {ended}")


def _environment(url: str, roots: Path, folder: Path) -> dict[str, str]:
    return {
        "INVOICY_URL": url,
        "INVOICY_EMAIL": EMAIL,
        "INVOICY_PASSWORD": PORTAL_PASSWORD,
        "RPA_EXTRA_ROOTS": str(roots),
        "RPA_HOME": str(folder / "home"),
        "RPA_LANG": "pt",
        "RPA_PACE": "0",
    }


def _of_command(browser: Browser, stage: Stage, picture: str, command: tuple[str, ...]) -> None:
    printed = run(command, {**os.environ, **stage.environment}, stage.folder)
    page = browser.new_page(viewport={"width": 1120, "height": 600})
    page.set_content(as_page(rf"PS {_FOLDER_IN_GUIDE}> .venv\Scripts\rpa {' '.join(command)}", _moved(printed, stage)))
    page.locator("main").screenshot(path=stage.pictures / picture)
    page.close()


def _moved(printed: str, stage: Stage) -> str:
    """The text as it would be on the machine of the guide: its folders, and a portal at a port that is easy to read."""

    def on_windows(found: re.Match[str]) -> str:
        return found[0].replace(str(stage.folder / "home"), _HOME_IN_GUIDE).replace(
            str(stage.folder), _FOLDER_IN_GUIDE
        ).replace("/", "\\")  # fmt: skip

    printed = re.sub(re.escape(str(stage.folder)) + r"\S*", on_windows, printed)
    return printed.replace(urlsplit(stage.url).netloc, "127.0.0.1:8000")


def _of_report(browser: Browser, stage: Stage) -> None:
    run_folder = chosen_run(stage.folder / "home", None).path
    page = browser.new_page(viewport={"width": 1120, "height": 1000})
    page.goto((run_folder / "report.html").as_uri())
    page.screenshot(path=stage.pictures / REPORT, type="jpeg", quality=70)
    page.close()


def _of_screens(browser: Browser, stage: Stage) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 480}, locale="pt-BR")
    portal = Portal(page, stage.url)
    for picture, screen in zip(SCREENS, _screens(portal), strict=True):
        screen.screenshot(path=stage.pictures / picture, type="jpeg", quality=70)
    page.close()


def _screens(portal: Portal) -> Iterator[Page]:
    """The way by hand, as far as the form."""
    portal.sign_in(EMAIL, PORTAL_PASSWORD)
    portal.open_control_panel()
    yield portal.window.page
    certificates = portal.open_certificates()
    yield portal.window.page
    certificates.add()
    yield portal.window.page


def _of_sheet(browser: Browser, stage: Stage) -> None:
    """The clients file as a spreadsheet program shows it."""
    with stage.clients.open(encoding="cp1252", newline="") as stream:
        rows = [row for _number, row in zip(range(_ROWS_SHOWN), csv.reader(stream, delimiter=";"), strict=False)]
    letters = "".join(f"<th>{letter}</th>" for letter in "ABCDEFGH"[: len(rows[0])])
    lines = (
        f"<tr><th>{number}</th>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>"
        for number, row in enumerate(rows, start=1)
    )
    page = browser.new_page(viewport={"width": 1120, "height": 400})
    page.set_content(f"<style>{_SHEET_STYLE}</style><table><tr><th></th>{letters}</tr>{''.join(lines)}</table>")
    page.locator("table").screenshot(path=stage.pictures / SHEET)
    page.close()


if __name__ == "__main__":
    take_all()
