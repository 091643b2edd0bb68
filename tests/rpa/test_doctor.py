"""`rpa doctor` walks the road without changing anything, and says what is there, what is missing, and what mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fixtures.portal import VARIANTS
from fixtures.portal.switches import CompanyBox, CompanyCnpj, Gate, Permission, SaveCaption
from pages import Words
from tests.desk import EMAIL, OTHER, PADARIA, PASSWORD, PFX_PASSWORD, Desk
from tests.greyness import covered_share
from tests.selection import few

LONG = pytest.mark.long
RENAMED = (("Painel de Controle", "Configurações"), ("Adicionar", "Incluir"), ("Salvar", "Concluir"))
LINES = (
    'shell.control_panel = ["Configurações", "Painel de Controle"]',
    'certificates.add = ["Incluir", "Adicionar"]',
    'form.save = ["Concluir", "Salvar", "Confirmar", "Gravar"]',
)


def open_desk(desk: Desk) -> Desk:
    """A company and an account in the portal."""
    desk.company()
    desk.open_account()
    return desk


@pytest.mark.parametrize(
    "preset",
    few(["new", "old", "unexpected", "form-popup", "form-nested", "menu-collapsed"], "unexpected"),
)
def test_a_portal_as_expected_is_walked_to_the_form_and_back(desk_at: Callable[..., Desk], preset: str) -> None:
    """Exit code 0, every needed thing found, the form cancelled, and the portal as it was."""
    desk = open_desk(desk_at(VARIANTS[preset]))

    ran = desk.rpa("doctor")

    assert ran.code == 0, ran.out + ran.err
    for told in ("Browser:", "Keyring:", "TLS:", "form.save: ", "cancelled: reached"):
        assert told in ran.out
    memory = desk.portal.memory
    assert (memory.saves, memory.deletions, memory.switches, memory.forms_opened) == ([], [], [], 1)


@pytest.mark.long
def test_the_drill_three_captions_renamed_at_once(desk_at: Callable[..., Desk]) -> None:
    """Doctor names all three and the three lines that mend it; with these lines in a file, `renew` works."""
    desk = open_desk(desk_at(replace(VARIANTS["new"], renamed=RENAMED)))
    desk.pfx()
    clients = desk.clients({"cnpj": PADARIA, "pfx": "p.pfx", "senha": PFX_PASSWORD})

    ran = desk.rpa("doctor")

    lines = [line for line in ran.out.splitlines() if " = [" in line]
    assert (ran.code, tuple(lines)) == (1, LINES), ran.out + ran.err
    words = desk.folder / "palavras.toml"
    words.write_text("\n".join(lines), encoding="utf-8")
    again = desk.rpa("doctor", RPA_PORTAL_WORDS=str(words))
    assert again.code == 0, again.out
    renewed = desk.rpa("renew", clients, "--json", RPA_PORTAL_WORDS=str(words))
    assert renewed.results == {2: "renewed"}, renewed.out + renewed.err


def test_what_nobody_guessed_is_told_with_the_nearest_captions(desk_at: Callable[..., Desk]) -> None:
    """Doctor clicks nothing by likeness: it tells what is there instead of Adicionar, and ends."""
    desk = open_desk(desk_at(replace(VARIANTS["new"], renamed=(("Adicionar", "Adicionar outro"),))))

    ran = desk.rpa("doctor")

    assert ran.code == 1
    assert 'certificates.add = ["Adicionar outro", "Adicionar"]' in ran.out
    assert desk.portal.memory.forms_opened == 0


@pytest.mark.long
def test_save_keeps_outlines_without_values_and_compare_tells_what_changed(desk: Desk, page: Page) -> None:
    """A folder with a covered picture and an outline of each screen, free of names, numbers and e-mails."""
    open_desk(desk)
    folder = desk.folder / "telas"

    kept = desk.rpa("doctor", "--save", folder)
    same = desk.rpa("doctor", "--compare", folder)
    desk.portal.variant = replace(VARIANTS["new"], renamed=(("Apelido", "Nome"),))
    changed = desk.rpa("doctor", "--compare", folder)

    assert (kept.code, same.code, changed.code) == (0, 0, 1), kept.out + same.out + changed.out
    texts = {path.stem[3:]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    covered = {path.stem[3:]: covered_share(page, path)[0] for path in folder.glob("*.jpg")}
    assert len(texts) == len(covered) == 7
    assert min(covered.values()) > 0.01, covered
    assert max(covered.values()) < 0.5, covered
    assert "by label: apelido" in texts["certificate_form"]
    for secret in ("PADARIA", "11.222", EMAIL, PASSWORD, "antigo"):
        assert not any(secret.lower() in text.lower() for text in texts.values()), secret
    assert "gone: column: Apelido" in changed.out
    assert "new: column: Nome" in changed.out


@pytest.mark.parametrize(
    ("switches", "code", "told"),
    [
        ({"gate": Gate.CAPTCHA}, 4, "captcha"),
        ({"maintenance": True}, 4, "did not answer"),
        ({"permission": Permission.DENIED}, 1, "permission"),
    ],
)
def test_where_the_road_ends_is_told(
    desk_at: Callable[..., Desk], switches: dict[str, Any], code: int, told: str
) -> None:
    """What stands in the way is told, and nothing is tried beyond it."""
    desk = open_desk(desk_at(replace(VARIANTS["new"], **switches)))

    ran = desk.rpa("doctor")

    assert (ran.code, told in ran.out) == (code, True), ran.out + ran.err


def test_a_refused_login_is_tried_once(desk: Desk) -> None:
    """Doctor too tries no password twice that the portal refused."""
    open_desk(desk)

    codes = [desk.rpa("doctor", INVOICY_PASSWORD="errada").code for _run in range(2)]

    assert codes == [4, 4]
    assert [login.ok for login in desk.portal.memory.logins] == [False]


@pytest.mark.long
@pytest.mark.parametrize("box", CompanyBox)
def test_the_password_asked_for_again_is_confirmed_beside_any_company_box(
    desk_at: Callable[..., Desk], box: CompanyBox
) -> None:
    """What the corner has to type in is no part of that screen; a right password is never remembered as refused."""
    built = replace(VARIANTS["new"], password_again=True, company_box=box, save_caption=SaveCaption.CONFIRMAR)
    desk = open_desk(desk_at(built))

    ran = desk.rpa("doctor")

    assert (ran.code, desk.portal.memory.saves) == (0, []), ran.out + ran.err


@pytest.mark.long
@pytest.mark.parametrize(
    ("switches", "kind", "found", "offered"),
    [
        pytest.param({}, "a list;", "a CNPJ", "2", marks=LONG),
        pytest.param({"company_box": CompanyBox.BOOTSTRAP_SELECT}, "a list;", "a CNPJ", "2", marks=LONG),
        ({"company_box": CompanyBox.POPUP, "company_cnpj": CompanyCnpj.ABSENT}, "opens a list", "its caption", "2"),
        ({"company_box": CompanyBox.AUTOCOMPLETE, "company_cnpj": CompanyCnpj.ABSENT}, "typed", "company's name", None),
        pytest.param({"company_box": CompanyBox.TEXT}, "plain text", "its place", "0", marks=LONG),
    ],
)
def test_the_company_box_is_looked_at_and_the_company_proved(
    desk_at: Callable[..., Desk], switches: dict[str, Any], kind: str, found: str, offered: str | None
) -> None:
    """Of what kind it is, by what it was found, how many companies it offers; nothing is chosen, no name is told."""
    desk = desk_at(replace(VARIANTS["new"], **switches))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company()
    desk.open_account()

    ran = desk.rpa("doctor")

    box, *further = [line for line in ran.out.splitlines() if line.startswith(("  company box", "  company:"))]
    assert (ran.code, kind in box, found in box.partition("found by ")[2]) == (0, True, True), ran.out
    assert ("companies offered: " + offered in further[0]) if offered else len(further) == 1
    assert "is proved" in further[-1]
    assert desk.portal.memory.switches == []
    assert "MERCADO" not in ran.out + ran.err


@pytest.mark.long
def test_where_no_company_can_be_proved_doctor_does_not_say_that_all_is_well(desk_at: Callable[..., Desk]) -> None:
    """Every caption of the road is there, and yet nothing could be saved: exit code 1, and what may be put right."""
    built = replace(VARIANTS["new"], company_cnpj=CompanyCnpj.ABSENT, renamed=(("Dados da Empresa", "Cadastro"),))
    desk = open_desk(desk_at(built))

    ran = desk.rpa("doctor")

    assert (ran.code, "cancelled: reached" in ran.out) == (1, True), ran.out + ran.err
    assert "it cannot be proved" in ran.out


@pytest.mark.long
def test_what_is_renamed_where_the_password_is_asked_for_again_is_told_by_its_own_name(
    desk_at: Callable[..., Desk],
) -> None:
    """The lines that mend it are of `again`, by those that are guessed the walk goes on, and with them it is well."""
    desk = open_desk(desk_at(replace(VARIANTS["new"], password_again=True, renamed=(("Confirmar", "Prosseguir"),))))

    ran = desk.rpa("doctor")

    lines = [line for line in ran.out.splitlines() if " = [" in line]
    known = ", ".join(f'"{name}"' for name in Words.shipped()["again.confirm"])
    assert (ran.code, lines) == (1, [f'again.confirm = ["Prosseguir", {known}]']), ran.out + ran.err
    assert "cancelled: reached" in ran.out
    words = desk.folder / "palavras.toml"
    words.write_text("\n".join(lines), encoding="utf-8")
    assert desk.rpa("doctor", RPA_PORTAL_WORDS=str(words)).code == 0


@pytest.mark.long
def test_what_nobody_guessed_there_is_not_told_as_the_lists(desk_at: Callable[..., Desk]) -> None:
    """The road ends at the password, and nothing of the list, which was never seen, is said to be missing."""
    desk = open_desk(desk_at(replace(VARIANTS["new"], password_again=True, renamed=(("Confirmar", "Dar o aceno"),))))

    ran = desk.rpa("doctor")

    assert ran.code == 1
    assert "again.confirm = [" in ran.out
    assert "certificates." not in ran.out


@pytest.mark.long
def test_salvar_is_not_pressed_even_where_the_words_take_it_for_the_way_back(desk: Desk) -> None:
    """The browser in which doctor walks does not let it, whatever is looked for and clicked."""
    open_desk(desk)
    words = desk.folder / "palavras.toml"
    words.write_text('form.cancel = ["Salvar"]', encoding="utf-8")

    ran = desk.rpa("doctor", RPA_PORTAL_WORDS=str(words))

    assert (ran.code, desk.portal.memory.saves, desk.portal.memory.forms_opened) == (1, [], 1), ran.out + ran.err


def test_a_bad_setting_ends_it_at_once(desk: Desk, tmp_path: Path) -> None:
    """Exit code 3, with what is wrong."""
    ran = desk.rpa("doctor", RPA_PORTAL_WORDS=str(tmp_path / "nowhere.toml"))

    assert (ran.code, "nowhere.toml" in ran.err) == (3, True)
