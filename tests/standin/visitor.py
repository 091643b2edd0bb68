"""A visitor without a browser: asks for screens and sends events as the page's script would."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from fixtures.portal import VARIANTS, Company, StandIn
from fixtures.portal.app import application

from .conftest import EMAIL, PASSWORD, PFX_PASSWORD, a_portal

FORM = "certificado.aspx?INS,0"
LIST = "wwcertificado.aspx"


class Visitor:
    """Someone at a portal with these switches."""

    def __init__(self, preset: str = "new", **switches: Any) -> None:
        self.portal, self.padaria = a_portal(replace(VARIANTS[preset], **switches))
        self._client = self.another_browser()

    def another_browser(self) -> FlaskClient:
        """A browser with cookies of its own."""
        return application(self.portal).test_client()

    def see(self, path: str) -> str:
        """The text of a screen, after its redirects, as a person would read it."""
        return html.unescape(self._client.get(f"/{path}", follow_redirects=True).get_data(as_text=True))

    def lands(self, path: str) -> str:
        """The name of the screen that is reached when this one is asked for."""
        return self._client.get(f"/{path}", follow_redirects=True).request.path.strip("/").removesuffix(".aspx")

    def send(self, path: str, event: str, row: str = "", **fields: Any) -> Any:
        """Send an event by XHR, with the token of the page; gives the answer."""
        found = re.search(r'name="GXState" value="([^"]*)"', self._client.get(f"/{path}").get_data(as_text=True))
        state = html.unescape(found.group(1)) if found else ""
        data = {"GXState": state, "_EventName": event, "_EventRowId": row, **fields}
        return self._client.post(f"/{path}", data=data, headers={"GxAjaxRequest": "1"})

    def says(self, path: str, event: str, row: str = "", **fields: Any) -> list[str]:
        """Send an event; gives the commands that come back, each as its name and its text."""
        commands = self.send(path, event, row, **fields).get_json()["gxCommands"]
        return [f"{c['cmd']} {c.get('text', c.get('url', ''))}".strip() for c in commands]

    def log_in(self, password: str = PASSWORD, **fields: str) -> list[str]:
        """Log in; gives what the page would do next."""
        return self.says("login.aspx", "ENTER", vUSERNAME=EMAIL, vUSERPASSWORD=password, **fields)

    def choose(self, company: Company) -> list[str]:
        """Choose a company."""
        return self.says("inicio.aspx", "VEMPRESA_MPAGE.CHANGE", vEMPRESA_MPAGE=str(company.id))

    def save(self, pfx: Path, path: str = FORM, **fields: str) -> Any:
        """Press Salvar with this file; gives the answer."""
        typed = {"vAPELIDO": "Novo 2027", "vSENHA": PFX_PASSWORD, "vPADRAO": self.portal.variant.yes, **fields}
        with pfx.open("rb") as file:
            return self.send(path, "ENTER", vARQUIVO=(file, pfx.name), **typed)


def at_padaria(preset: str = "new", **switches: Any) -> Visitor:
    """A visitor who has logged in and chosen the company with the old certificate."""
    visitor = Visitor(preset, **switches)
    visitor.log_in()
    visitor.choose(visitor.padaria)
    return visitor


def nicknames(portal: StandIn) -> list[str]:
    """Every nickname in the portal, in the order of companies and certificates."""
    return [entry.nickname for company in portal.companies for entry in company.certificates]
