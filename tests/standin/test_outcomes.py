"""What Salvar does, what the person is told, and what the memory knows of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fixtures.portal import VARIANTS, Answer, Outcome
from fixtures.portal import switches as s
from fixtures.portal.faults import Faults
from fixtures.portal.memory import Save

from .conftest import PFX_PASSWORD, MakePfx, a_portal, add, be_inside
from .visitor import FORM, at_padaria, nicknames

COMMON = "Falha na validação do certificado digital"


def _ends(saves: list[Save]) -> list[tuple[Outcome, Answer]]:
    return [(save.outcome, save.answer) for save in saves]


@pytest.mark.parametrize(
    ("fault", "outcome", "answer", "kept"),
    [
        ("loses_what_it_saves", Outcome.LOST, Answer.PAGE, False),
        ("fails_before_saving", Outcome.FAILED, Answer.ERROR_500, False),
        ("fails_after_saving", Outcome.KEPT, Answer.ERROR_500, True),
        ("hangs_up_before_saving", Outcome.FAILED, Answer.NONE, False),
        ("hangs_up_after_saving", Outcome.KEPT, Answer.NONE, True),
        ("breaks_off_after_saving", Outcome.KEPT, Answer.TORN, True),
        ("loses_the_session_at_save", Outcome.SESSION_LOST, Answer.PAGE, False),
        ("loses_the_session_after_save", Outcome.KEPT, Answer.PAGE, True),
    ],
)
def test_a_fault_can_be_set_at_any_time(
    make_pfx: MakePfx, fault: str, outcome: Outcome, answer: Answer, kept: bool
) -> None:
    """Faults are named states; what is told and what is kept are two things."""
    visitor = at_padaria()
    setattr(visitor.portal, fault, True)
    assert getattr(visitor.portal, fault)
    visitor.save(make_pfx())
    assert _ends(visitor.portal.memory.saves) == [(outcome, answer)]
    assert ("Novo 2027" in nicknames(visitor.portal)) is kept
    setattr(visitor.portal, fault, False)
    assert not getattr(visitor.portal, fault)


def test_every_fault_says_what_it_is() -> None:
    """All of them begin harmless."""
    visitor = at_padaria()
    states = [name for name in vars(Faults) if not name.startswith("_") and name != "variant"]
    assert len(states) > 10
    assert not any(getattr(visitor.portal, name) for name in states)


def test_a_500_shows_as_a_geneXus_error(screen: Page, make_pfx: MakePfx) -> None:  # noqa: N802
    """The page stays, with GeneXus's own words over it."""
    portal, padaria = a_portal(VARIANTS["error-before"])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        expect(screen.locator(".gx-ajax-error")).to_have_text("Ocorreu um erro ao acessar o servidor de aplicações.")
    assert len(padaria.certificates) == 1


def test_a_torn_answer_is_not_sent_again(screen: Page, make_pfx: MakePfx) -> None:
    """Written once, and the person sees an error."""
    portal, padaria = a_portal(VARIANTS["torn-after"])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        expect(screen.locator(".gx-ajax-error")).to_be_visible()
    assert _ends(portal.memory.saves) == [(Outcome.KEPT, Answer.TORN)]
    assert len(padaria.certificates) == 2


@pytest.mark.parametrize("preset", ["cut-before", "cut-after"])
def test_a_cut_connection_may_make_the_browser_send_again(screen: Page, make_pfx: MakePfx, preset: str) -> None:
    """Whatever the browser does by itself is in memory: a second arrival is marked as sent again."""
    portal, padaria = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        screen.wait_for_function("document.querySelector('.gx-ajax-error') || location.pathname.includes('ww')")
    first, *again = portal.memory.saves
    assert (first.answer, first.resent) == (Answer.NONE, False)
    assert all(save.resent and save.outcome is Outcome.KEPT for save in again)
    assert len(padaria.certificates) == 1 + (preset == "cut-after") + len(again)


@pytest.mark.parametrize(
    ("preset", "css"),
    [
        ("success-toast", ".toast-success"),
        ("success-warning", ".alert-warning"),
    ],
)
def test_success_shows_in_many_ways(screen: Page, make_pfx: MakePfx, preset: str, css: str) -> None:
    """In a toast that vanishes, or with a warning beside it."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        expect(screen.locator(css)).to_be_visible()
        if css == ".toast-success":
            expect(screen.locator(css)).to_have_count(0)


def test_success_may_be_an_alert(screen: Page, make_pfx: MakePfx) -> None:
    """A native dialog says it."""
    portal, _ = a_portal(VARIANTS["success-alert"])
    with portal.serve() as url, screen.expect_event("dialog") as dialog:
        screen.on("dialog", lambda shown: shown.dismiss())
        add(screen, portal, url, make_pfx())
    assert dialog.value.message == "Sucesso na operação!"


def test_success_may_be_silent_and_stay(make_pfx: MakePfx) -> None:
    """Nothing is said, and the form stays."""
    visitor = at_padaria("success-silent")
    assert visitor.save(make_pfx()).get_json()["gxCommands"] == []
    assert "Novo 2027" in nicknames(visitor.portal)


@pytest.mark.parametrize(
    ("preset", "css"),
    [
        ("new", ".gx_ev .gx-error-message"),
        ("refusal-balloon", "#vSENHA_Balloon"),
        ("refusal-toast", ".toast-error"),
        ("refusal-ajax", ".gx-ajax-error"),
        ("unexpected", "[role=status] [role=alert]"),
    ],
)
def test_a_refusal_shows_in_many_places(screen: Page, make_pfx: MakePfx, preset: str, css: str) -> None:
    """Viewer, balloon, toast, GeneXus's own error box, a live region."""
    portal, _ = a_portal(VARIANTS[preset])
    with portal.serve() as url:
        be_inside(screen, portal, url)
        screen.goto(url.replace("login.aspx", FORM))
        screen.fill("[name=vAPELIDO]", "Novo")
        screen.fill("[name=vSENHA]", "errada")
        screen.set_input_files("[name=vARQUIVO]", make_pfx())
        screen.click("[name=BTNENTER], [data-gx-enter]")
        expect(screen.locator(css)).to_contain_text(
            "Senha do certificado inválida." if preset == "refusal-toast" else COMMON
        )


def test_a_refusal_may_be_an_alert(screen: Page, make_pfx: MakePfx) -> None:
    """A native dialog refuses."""
    portal, _ = a_portal(VARIANTS["refusal-alert"])
    with portal.serve() as url, screen.expect_event("dialog") as dialog:
        screen.on("dialog", lambda shown: shown.dismiss())
        add(screen, portal, url, make_pfx(), password="errada")
    assert dialog.value.message == COMMON


def test_precise_words_name_the_cause(make_pfx: MakePfx) -> None:
    """Wrong password, expired and other company have texts of their own."""
    visitor = at_padaria("other-company-refused")
    visitor.save(make_pfx(), vSENHA="errada")
    visitor.save(make_pfx(days=-1))
    visitor.save(make_pfx(cnpj="13572468000100"))
    said = [save.words for save in visitor.portal.memory.saves]
    assert said[0] == "Senha do certificado inválida."
    assert said[1].startswith("Certificado vencido em ")
    assert said[2] == "O CNPJ do certificado não corresponde ao CNPJ da empresa."


@pytest.mark.parametrize(
    ("rule", "defaults"),
    [(s.OldDefault.CLEARED, [False, True]), (s.OldDefault.STAYS, [True, True]), (s.OldDefault.REFUSED, [True])],
)
def test_the_old_default_is_cleared_stays_or_refuses(
    make_pfx: MakePfx, rule: s.OldDefault, defaults: list[bool]
) -> None:
    """What becomes of the old default is a switch."""
    visitor = at_padaria(old_default=rule)
    visitor.save(make_pfx())
    assert [entry.default for entry in visitor.padaria.certificates] == defaults


@pytest.mark.parametrize(("answer", "kept"), [("dismiss", 0), ("accept", 1)])
def test_a_question_before_the_default_changes(screen: Page, make_pfx: MakePfx, answer: str, kept: int) -> None:
    """Only OK writes, and it is remembered that somebody said so."""
    portal, _ = a_portal(VARIANTS["old-default-asked"])
    with portal.serve() as url, screen.expect_event("dialog"):
        screen.on("dialog", lambda dialog: getattr(dialog, answer)())
        add(screen, portal, url, make_pfx())
        if kept:
            screen.wait_for_url("**/wwcertificado.aspx")
    outcomes = [save.outcome for save in portal.memory.saves]
    assert outcomes == [Outcome.ASKED, Outcome.KEPT][: 1 + kept]
    assert len(portal.memory.confirmed_questions) == kept


def test_a_duplicate_apelido_may_be_refused(make_pfx: MakePfx) -> None:
    """Accepted by default; refused where the switch says so."""
    visitor = at_padaria("duplicates-refused")
    visitor.save(make_pfx(), vAPELIDO="antigo")
    assert visitor.portal.memory.saves[0].words == "Já existe um certificado com o apelido informado."


@pytest.mark.parametrize(("preset", "commands"), [("new", 2), ("other-company-silent", 1)])
def test_another_companys_certificate_is_kept(make_pfx: MakePfx, preset: str, commands: int) -> None:
    """With an Aviso, or without a word."""
    visitor = at_padaria(preset)
    visitor.save(make_pfx(cnpj="13572468000100"))
    assert visitor.padaria.certificates[-1].holder_cnpj == "13572468000100"
    assert visitor.see("wwcertificado.aspx").count('"cmd": "message"') == commands


def test_a_slow_save_has_a_late_mask(screen: Page, make_pfx: MakePfx) -> None:
    """The mask comes some 200 ms after the click."""
    portal, _ = a_portal(at_padaria(save_seconds=0.6).portal.variant)
    with portal.serve() as url:
        add(screen, portal, url, make_pfx())
        assert screen.locator(".gx-mask").count() == 0
        expect(screen.locator(".gx-mask")).to_be_visible()
        screen.wait_for_url("**/wwcertificado.aspx")


def test_latency_is_added_to_every_answer() -> None:
    """A clock on the visitor's side sees it."""
    visitor = at_padaria()
    assert visitor.portal.clock() - visitor.portal.memory.logins[0].at < timedelta(seconds=5)
    before = visitor.portal.clock()
    visitor.portal.variant = VARIANTS["sluggish"]
    visitor.see("inicio.aspx")
    assert visitor.portal.clock() - before >= timedelta(milliseconds=400)


def test_a_correct_save_remembers_all(make_pfx: MakePfx) -> None:
    """Account, company, action, nickname, default and fingerprint are in memory."""
    visitor = at_padaria()
    visitor.save(make_pfx(), vSENHA=PFX_PASSWORD)
    (save,) = visitor.portal.memory.saves
    assert (save.account, save.company, save.action) == ("suporte@example.com.br", "11222333000181", "add")
    assert (save.nickname, save.default, len(save.fingerprint)) == ("Novo 2027", True, 64)
