"""The contract: the fields of a new certificate and their limits. Salvar is not pressed here."""

from __future__ import annotations

import pytest

from pages import CertificateForm, CertificatesPage, Portal
from tests.desk import PFX_PASSWORD
from tests.portal.housekeeping import Housekeeping


@pytest.fixture
def form(inside: Portal) -> CertificateForm:
    """The empty form."""
    return inside.open_certificates().add()


def test_the_form_has_its_four_fields_and_one_salvar(form: CertificateForm) -> None:
    """Apelido, Senha (covered), Certificado Padrão, Arquivo PFX, and exactly one way to save and one to leave."""
    assert form.nickname.is_editable()
    assert form.password.get_attribute("type") == "password"
    assert form.default.value in (True, False)
    assert form.pfx.evaluate("input => input.files.length") == 0
    assert form.save_button.is_enabled()
    assert form.action("form.cancel").is_enabled()


@pytest.mark.parametrize("answer", [False, True])
def test_certificado_padrao_can_be_answered_either_way(form: CertificateForm, answer: bool) -> None:
    """Não and Sim are both kept."""
    form.choose_default(answer)

    assert form.default.value is answer


def test_what_is_filled_in_is_kept(form: CertificateForm, housekeeping: Housekeeping) -> None:
    """With everything filled in, every field reads back as it was typed, and the file is still there."""
    pfx, password = housekeeping.made_up()
    form.fill(nickname="teste", password=password, default=False, pfx=pfx)

    assert form.differences(nickname="teste", password=password, default=False, pfx=pfx) == []


def test_apelido_takes_forty_characters_and_keeps_to_its_limit(form: CertificateForm) -> None:
    """Names made up by the program fit; where the field has a limit, what is longer is cut there."""
    limit = form.longest_nickname(form.read_back())
    form.nickname.fill("")
    form.nickname.press_sequentially("x" * 45)

    assert limit is None or limit >= 20
    assert len(form.nickname.input_value()) == min(45, limit or 45)


def test_senha_takes_a_hundred_characters(form: CertificateForm) -> None:
    """A long password of a PFX goes in whole; the API takes 100 in one of its layouts and 500 in the other."""
    form.type_password(PFX_PASSWORD.ljust(100, "x"))


def test_cancelar_leaves_the_list_as_it_was(inside: Portal) -> None:
    """Having opened the form and left it, the list has the same rows."""
    before = inside.open_certificates().entries()
    inside.open_certificates().add().cancel()
    inside.window.await_one(CertificatesPage)

    assert inside.open_certificates().entries() == before
