"""What tests save with, and how what they have saved is taken away again where the portal allows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Dialog

from fixtures.certificates import TestChain
from pages import Answer, Entry, Portal
from pages.sight import by
from rpa.listed import Listed, brasilia, read
from rpa.text import fold
from tests.desk import PFX_PASSWORD
from tests.portal.subject import Subject

DELETE = ["Excluir", "Remover", "Apagar"]


@dataclass
class Housekeeping:
    """One test's files and names. `clear_away` deletes what bears one of the names, and nothing else."""

    portal: Portal
    subject: Subject
    chain: TestChain
    folder: Path
    _names: list[str] = field(default_factory=list)

    def name(self) -> str:
        """An Apelido that nothing in the portal bears yet; whatever is saved under it is taken away in the end."""
        self._names.append(f"teste {secrets.token_hex(3)}")
        return self._names[-1]

    def good(self) -> tuple[Path, str]:
        """A PFX that the portal should take, and its password."""
        if self.subject.pfx:
            secret = self.subject.pfx_password
            return self.subject.pfx, secret.reveal() if secret else ""
        return self.made_up()

    def made_up(self, *, expired: bool = False) -> tuple[Path, str]:
        """A made-up PFX of the company of the tests, good for a year, or a year that is over; and its password."""
        begins = datetime.now(UTC) - timedelta(days=400) if expired else None
        issued = self.chain.issue(cnpj=self.subject.cnpj.text, holder="TESTE - SEM VALOR", not_before=begins)
        return issued.write(self.folder / "teste.pfx", password=PFX_PASSWORD), PFX_PASSWORD

    def save(self, nickname: str, pfx: Path, password: str) -> Answer:
        """Add a certificate that is not to be the default, so that the portal goes on signing as before."""
        form = self.portal.open_certificates().add()
        values = {"nickname": nickname, "password": password, "default": False, "pfx": pfx}
        form.fill(**values)  # type: ignore[arg-type]
        assert form.differences(**values) == []  # type: ignore[arg-type]
        form.make_ready()
        return form.save()

    def rows(self) -> list[Listed[Entry]]:
        """A fresh list, in the program's own terms."""
        entries = self.portal.open_certificates().entries()
        return read(entries, brasilia(datetime.now(UTC)), self.portal.window.words)

    def defaults(self) -> list[str]:
        """The names of what is Certificado Padrão now."""
        return [row.nickname for row in self.rows() if row.default]

    def listed(self, nickname: str) -> bool:
        """Whether a fresh list has this name."""
        return any(fold(row.nickname) == fold(nickname) for row in self.rows())

    def clear_away(self) -> list[str]:
        """Delete what this test has saved; gives the names that the portal would not let go of."""
        return [name for name in self._names if self.listed(name) and not self._deleted(name)]

    def _deleted(self, nickname: str) -> bool:
        page, window = self.portal.window.page, self.portal.window
        row = page.locator("tr, [role=row]").filter(has_text=nickname).last
        button = row.locator(by("action", DELETE))
        if button.count() != 1:
            return False
        page.remove_listener("dialog", window.traffic._answer)  # the pages decline every question; here it is meant
        page.on("dialog", _confirm)
        window.press(button)
        window.settle()
        page.remove_listener("dialog", _confirm)
        page.on("dialog", window.traffic._answer)
        return not self.listed(nickname)


def _confirm(dialog: Dialog) -> None:
    dialog.accept()
