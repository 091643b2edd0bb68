"""The proof that the portal works on one company: in doubt, nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pages import CertificateForm, Portal, Shown
from rpa.box_number import NumberField, field_values, own_numbers
from rpa.cnpj import Cnpj
from rpa.text import fold


class NotProvedError(Exception):
    """The screen does not say that the portal works on this company. `shown` is what it says instead.

    `tells_none`: nothing in this portal could ever say it, whatever company is chosen.
    """

    def __init__(self, cnpj: Cnpj, shown: str, offered: int = 0, *, tells_none: bool = False) -> None:
        super().__init__(f"not proved: {cnpj}")
        self.cnpj = cnpj
        self.shown = shown
        self.offered = offered
        self.tells_none = tells_none


class NotOfferedError(NotProvedError):
    """The login has not got this company: of all that the box offers, each is known to be another one."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That the portal works on the company of this CNPJ: the box says its number in a `number_field`, or `text`, `key`.

    The text was compared with the company's data page, where the number stands; `names` is all that is written there.
    """

    cnpj: Cnpj
    text: str
    key: str = ""
    names: tuple[str, ...] = field(default=(), compare=False, repr=False)
    number_field: NumberField | None = field(default=None, compare=False, repr=False)

    def confirm(self, portal: Portal) -> None:
        """Look again, where the box is all that can be seen. Raises NotProvedError unless it says the same company."""
        self._compare(portal.company_box.shown)

    def _compare(self, shown: Shown) -> None:
        if self.number_field is None:
            same = self.text in shown.texts and self.key == shown.key
        else:
            same = self.number_field.numbers_in(shown.texts) == [self.cnpj]
        if not same:
            raise NotProvedError(self.cnpj, str(shown))

    def confirm_before_salvar(self, portal: Portal, form: CertificateForm) -> None:
        """The last look: at the box, at what the form says of a company, and at what the server says at this moment.

        A box may be older than the session behind it, or drawn by the page alone. Where what the server sends does not
        tell it, a second tab does. Raises NotProvedError, SessionLost.
        """
        self.confirm(portal)
        texts = form.company_texts
        numbers = own_numbers(texts)
        if numbers not in ([], [self.cnpj]):
            raise NotProvedError(self.cnpj, " ".join(texts))
        strange = [] if numbers else self._strange(texts, portal)
        if not strange and Cnpj.find(portal.ask_server()) == [self.cnpj]:
            return
        witness = portal.ask_witness()
        if isinstance(witness, Shown):
            self._compare(witness)
        elif witness is not None:
            if field_values(witness.cnpj) != [self.cnpj]:
                raise NotProvedError(self.cnpj, " ".join(witness.cnpj))
            strange = self._strange(strange, portal, witness.names)
        if strange:
            raise NotProvedError(self.cnpj, strange[0])

    def _strange(self, texts: Sequence[str], portal: Portal, names: Iterable[str] = ()) -> list[str]:
        """Those texts that are none of the company's `names`, nor what the box or its data page says: another one's."""
        if not texts:
            return []
        known = {fold(name) for name in (*names, *portal.company_box.shown.texts, *self.names, self.text)}
        return [text for text in texts if fold(text) not in known]
