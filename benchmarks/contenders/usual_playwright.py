"""What people write: for each client a new browser, a login, and the clicks of the help article."""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.contenders.clients import Client, browser, read


def main(url: str, clients: list[Client]) -> None:
    """Client after client."""
    with sync_playwright() as playwright:
        for client in clients:
            chromium = playwright.chromium.launch(executable_path=browser())
            renew(chromium, url, client)
            chromium.close()


def renew(chromium: Browser, url: str, client: Client) -> None:
    """Log in, choose the company, Painel de Controle, Certificados, Adicionar, Salvar, look for it in the list."""
    page = chromium.new_page(locale="pt-BR")
    page.goto(url)
    page.get_by_label("E-mail").fill(client.account)
    page.get_by_label("Senha").fill(client.login_password)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/inicio.aspx")
    box = page.locator("#vEMPRESA_MPAGE")
    if client.mask not in box.evaluate("box => box.selectedOptions[0].text"):
        with page.expect_navigation(url="**/inicio.aspx"):
            box.select_option(label=client.option)
    page.get_by_role("link", name="Painel de Controle").click()
    page.get_by_role("link", name="Certificados", exact=True).click()
    page.get_by_role("button", name="Adicionar").click()
    page.get_by_label("Apelido").fill(client.nickname)
    page.get_by_label("Senha").fill(client.password)
    page.get_by_label("Certificado Padrão").select_option("Sim")
    page.get_by_label("Arquivo PFX").set_input_files(client.pfx)
    page.get_by_role("button", name="Salvar").click()
    expect(page.get_by_role("row").filter(has_text=client.nickname)).to_be_visible()


if __name__ == "__main__":
    main(sys.argv[1], read(sys.argv[2]))
