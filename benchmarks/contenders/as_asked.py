"""The floor of what is asked of a browser tool: the tightest script, which also does what nobody may leave out.

It presses Adicionar, as the help article has it, asks for the company last of all, once the form is at rest, and takes a
picture of the list. It still proves nothing: it compares nothing, reads nothing back, and keeps no book.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.contenders.clients import Client, browser, read
from benchmarks.contenders.tightest import ASK, choose, log_in


def main(url: str, clients: list[Client]) -> None:
    """One browser, one login, client after client."""
    base = url.rpartition("/")[0]
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        shell = playwright.chromium.launch(executable_path=browser())
        page = shell.new_context(locale="pt-BR").new_page()
        log_in(page, url, clients[0])
        for client in clients:
            renew(page, base, client, Path(folder))
        shell.close()


def renew(page: Page, base: str, client: Client, folder: Path) -> None:
    """Company, its data undrawn, list, Adicionar, form, its data once more, Salvar, list, and the list anew."""
    choose(page, client)
    page.evaluate(ASK, f"{base}/empresadados.aspx")
    page.goto(f"{base}/wwcertificado.aspx", wait_until="domcontentloaded")
    with page.expect_navigation(url="**/certificado.aspx?*", wait_until="domcontentloaded"):
        page.click("#BTNINSERT")
    page.fill("#vAPELIDO", client.nickname)
    page.fill("#vSENHA", client.password)
    page.press("#vSENHA", "Tab")
    page.set_input_files("#vARQUIVO", client.pfx)
    page.wait_for_function("gx.pending === 0")
    page.evaluate(ASK, f"{base}/empresadados.aspx")
    with page.expect_navigation(url="**/wwcertificado.aspx", wait_until="domcontentloaded"):
        page.click("#BTNENTER")
    page.goto(f"{base}/wwcertificado.aspx", wait_until="domcontentloaded")
    page.screenshot(path=folder / f"{client.cnpj}.jpg", type="jpeg", quality=70)


if __name__ == "__main__":
    main(sys.argv[1], read(sys.argv[2]))
