"""The floor of any browser tool: the same page loads as ours in one session, and nothing else.

It knows every id, waits for nothing but the next document, reads nothing back and proves nothing.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Page, sync_playwright

from benchmarks.contenders.clients import Client, browser, read

ASK = "address => fetch(address).then((answer) => answer.text())"


def main(url: str, clients: list[Client]) -> None:
    """One browser, one login, client after client."""
    base = url.rpartition("/")[0]
    with sync_playwright() as playwright:
        shell = playwright.chromium.launch(executable_path=browser())
        page = shell.new_context(locale="pt-BR").new_page()
        log_in(page, url, clients[0])
        for client in clients:
            renew(page, base, client)
        shell.close()


def log_in(page: Page, url: str, client: Client) -> None:
    """E-mail, password, Entrar."""
    page.goto(url)
    page.fill("#vUSERNAME", client.account)
    page.fill("#vUSERPASSWORD", client.login_password)
    with page.expect_navigation(url="**/inicio.aspx"):
        page.click("#BTNENTER")


def choose(page: Page, client: Client) -> None:
    """The company in the box, unless it is chosen already."""
    box = page.locator("#vEMPRESA_MPAGE")
    if client.mask not in box.evaluate("box => box.selectedOptions[0].text"):
        with page.expect_navigation(url="**/inicio.aspx"):
            box.select_option(label=client.option)


def renew(page: Page, base: str, client: Client) -> None:
    """Company, its data undrawn, list, form, its data once more, Salvar, list, and the list anew."""
    choose(page, client)
    page.evaluate(ASK, f"{base}/empresadados.aspx")
    page.goto(f"{base}/wwcertificado.aspx", wait_until="domcontentloaded")
    page.goto(f"{base}/certificado.aspx?INS,0", wait_until="domcontentloaded")
    page.fill("#vAPELIDO", client.nickname)
    page.fill("#vSENHA", client.password)
    page.set_input_files("#vARQUIVO", client.pfx)
    page.evaluate(ASK, f"{base}/empresadados.aspx")
    with page.expect_navigation(url="**/wwcertificado.aspx", wait_until="domcontentloaded"):
        page.click("#BTNENTER")
    page.goto(f"{base}/wwcertificado.aspx", wait_until="domcontentloaded")


if __name__ == "__main__":
    main(sys.argv[1], read(sys.argv[2]))
