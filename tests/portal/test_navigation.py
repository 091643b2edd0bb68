"""The contract: Painel de Controle, Certificados, and what the list shows."""

from __future__ import annotations

from datetime import UTC, datetime

from pages import CertificatesPage, Portal
from rpa.listed import brasilia, read


def test_the_control_panel_has_one_way_to_the_certificates(inside: Portal) -> None:
    """Among look-alikes there is exactly one Certificados in the group Empresa."""
    panel = inside.open_control_panel()

    assert panel.certificates.count() == 1
    assert panel.company_data.count() == 1


def test_the_list_is_recognised_and_offers_adicionar(inside: Portal) -> None:
    """The list shows Apelido and Vencimento, or says that it is empty, and offers Adicionar once."""
    certificates = inside.open_certificates()

    assert inside.window.shows(CertificatesPage)
    assert certificates.action("certificates.add").is_enabled()


def test_every_row_of_the_list_can_be_read(inside: Portal) -> None:
    """Each row has a name and an expiry that is understood, and a second reading says the same."""
    rows = inside.open_certificates().entries()

    assert all(row.nickname and row.expiry for row in read(rows, brasilia(datetime.now(UTC)), inside.window.words))
    assert inside.open_certificates().entries() == rows
