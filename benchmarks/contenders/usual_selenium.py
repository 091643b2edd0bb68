"""What people write with Selenium: for each client a new full headless Chromium, a login, and the same clicks."""

from __future__ import annotations

import os
import sys

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.contenders.clients import Client, browser, read

_PATIENCE = 30


def main(url: str, clients: list[Client]) -> None:
    """Client after client."""
    options = Options()
    options.binary_location = browser()
    for argument in ("--headless=new", "--no-sandbox", "--lang=pt-BR"):
        options.add_argument(argument)
    for client in clients:
        driver = webdriver.Chrome(options=options, service=Service(os.environ["BENCHMARK_CHROMEDRIVER"]))
        try:
            Visit(driver).renew(url, client)
        finally:
            driver.quit()


class Visit:
    """One browser."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self._driver = driver
        # a document that is replaced while it is looked at gives an error of no kind of its own
        self._wait = WebDriverWait(driver, _PATIENCE, poll_frequency=0.1, ignored_exceptions=[WebDriverException])

    def renew(self, url: str, client: Client) -> None:
        """Log in, choose the company, Painel de Controle, Certificados, Adicionar, Salvar, look for it in the list."""
        self._driver.get(url)
        self._found(By.ID, "vUSERNAME").send_keys(client.account)
        self._found(By.ID, "vUSERPASSWORD").send_keys(client.login_password)
        self._found(By.ID, "BTNENTER").click()
        self._wait.until(expected.url_contains("inicio.aspx"))
        box = Select(self._found(By.ID, "vEMPRESA_MPAGE"))
        if client.mask not in box.first_selected_option.text:
            page = self._driver.find_element(By.TAG_NAME, "html")
            box.select_by_visible_text(client.option)
            self._wait.until(expected.staleness_of(page))
        self._click(By.LINK_TEXT, "Painel de Controle")
        self._click(By.LINK_TEXT, "Certificados")
        self._click(By.ID, "BTNINSERT")
        self._found(By.ID, "vAPELIDO").send_keys(client.nickname)
        self._found(By.ID, "vSENHA").send_keys(client.password)
        Select(self._found(By.ID, "vPADRAO")).select_by_visible_text("Sim")
        self._driver.find_element(By.ID, "vARQUIVO").send_keys(client.pfx)
        self._click(By.ID, "BTNENTER")
        self._found(By.XPATH, f"//tr[contains(., '{client.nickname}')]")

    def _found(self, by: str, value: str) -> WebElement:
        return self._wait.until(expected.visibility_of_element_located((by, value)))

    def _click(self, by: str, value: str) -> None:
        self._wait.until(expected.element_to_be_clickable((by, value))).click()


if __name__ == "__main__":
    main(sys.argv[1], read(sys.argv[2]))
