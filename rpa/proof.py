"""The proof that the portal works on one company: in doubt, nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages import CertificateForm, Portal, Shown
from rpa.cnpj import Cnpj
from rpa.text import fold


class NotProvedError(Exception):
    """The screen does not say that the portal works on this company. `shown` is what it says instead."""

    def __init__(self, cnpj: Cnpj, shown: str, offered: int = 0) -> None:
        super().__init__(f"not proved: {cnpj}")
        self.cnpj = cnpj
        self.shown = shown
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Proof:
    """That the portal works on the company of this CNPJ: the box itself says its number, or just `text` and `key`.

    The text was compared with the company's data page, where the number stands; `names` is all that is written there.
    """

    cnpj: Cnpj
    text: str | None = None
    key: str = ""
    names: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def confirm(self, portal: Portal) -> None:
        """Look again, where the box is all that can be seen. Raises NotProvedError unless it says the same company."""
        self._compare(portal.company_box.shown)

    def _compare(self, shown: Shown) -> None:
        if self.text is None:
            same = Cnpj.find(str(shown)) == [self.cnpj]
        else:
            same = self.text in shown.texts and self.key == shown.key and not Cnpj.find(str(shown))
        if not same:
            raise NotProvedError(self.cnpj, str(shown))

    def confirm_before_salvar(self, portal: Portal, form: CertificateForm) -> None:
        """The last look: at the box, at what the form says of a company, and at what the server says at this moment.

        A box may be older than the session behind it, or drawn by the page alone. Where what the server sends does not
        tell it, a second tab does. Raises NotProvedError, SessionLost.
        """
        self.confirm(portal)
        texts = form.company_texts
        numbers = numbers_in(texts)
        if numbers not in ([], [self.cnpj]):
            raise NotProvedError(self.cnpj, " ".join(texts))
        strange = [] if numbers else self._strange(texts, portal)
        if not strange and Cnpj.find(portal.ask_server()) == [self.cnpj]:
            return
        witness = portal.ask_witness()
        if isinstance(witness, Shown):
            self._compare(witness)
        elif witness is not None:
            if numbers_in(witness.cnpj) != [self.cnpj]:
                raise NotProvedError(self.cnpj, " ".join(witness.cnpj))
            strange = self._strange(strange, portal, witness.names)
        if strange:
            raise NotProvedError(self.cnpj, strange[0])

    def _strange(self, texts: Sequence[str], portal: Portal, names: Sequence[str] = ()) -> list[str]:
        """Those texts that are none of the company's `names`, nor what the box or its data page says: another one's."""
        if not texts:
            return []
        known = {fold(name) for name in (*names, *portal.company_box.shown.texts, *self.names, self.text or "")}
        return [text for text in texts if fold(text) not in known]


def numbers_in(texts: Iterable[str]) -> list[Cnpj]:
    """The different CNPJs in some texts."""
    return sorted({number for text in texts for number in Cnpj.find(text)})
