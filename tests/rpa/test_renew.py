"""The road of one certificate, driven in a real browser through both generations of the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Playwright

from fixtures.portal import Outcome as Became
from fixtures.portal import Variant
from fixtures.portal.switches import AfterSave, CompanyBox, CompanyCnpj, KindField, Storing
from rpa.browser import launch
from rpa.outcome import FollowUp, Result
from rpa.renew import renew
from rpa.secret import Secret
from rpa.session import Session
from rpa.visit import Visit
from tests.desk import ALPHANUMERIC, EMAIL, FILIAL, OTHER, PADARIA, PASSWORD, PFX_PASSWORD, Desk


def test_a_certificate_is_saved_once_and_seen_in_the_list(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """`renewed` is said of what one Salvar left in the portal's memory, for the right company, as the default."""
    desk = desk_at(markup)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    company = desk.company()
    renewal = desk.renewal(nickname="Padaria 2027")

    outcome = desk.renew(renewal)

    (save,) = desk.portal.memory.saves
    assert (outcome.result, outcome.nickname, outcome.default) == (Result.RENEWED, "Padaria 2027", True), outcome
    assert (save.company, save.fingerprint) == (PADARIA, desk.fingerprint(renewal.pfx))
    assert [(c.nickname, c.default) for c in company.certificates] == [("antigo 1122", False), ("Padaria 2027", True)]
    assert list(outcome.steps) == ["company", "list", "form", "proof", "save", "verify", "picture"]
    assert 0.5 * outcome.seconds < sum(outcome.steps.values()) <= outcome.seconds


def test_the_same_again_sends_nothing(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A certificate that the list shows already is left alone."""
    desk = desk_at(markup)
    desk.company()
    renewal = desk.renewal()
    desk.renew(renewal)

    outcome = desk.renew(renewal)

    assert outcome.result is Result.ALREADY_CURRENT
    assert len(desk.portal.memory.saves) == 1


def test_a_card_is_not_the_certificate_of_a_file(desk: Desk) -> None:
    """A certificate of another kind with the same expiry is not the one of the PFX file."""
    company = desk.company()
    renewal = desk.renewal()
    company.add_certificate("cartão", renewal.certificate.not_after, default=False, kind="A3")

    outcome = desk.renew(renewal)

    assert outcome.result is Result.RENEWED, outcome.reason
    assert len(desk.portal.memory.kept) == 1


def test_matriz_and_filial_share_a_certificate(desk: Desk) -> None:
    """One PFX serves every company of its root, and each company gets its own entry."""
    desk.company(PADARIA)
    desk.company(FILIAL, "PADARIA ESTRELA FILIAL")
    pfx = desk.pfx(PADARIA)

    ends = [desk.renew(desk.renewal(cnpj, pfx)).result for cnpj in (PADARIA, FILIAL)]

    assert ends == [Result.RENEWED, Result.RENEWED]
    assert [save.company for save in desk.portal.memory.saves] == [PADARIA, FILIAL]


def test_an_alphanumeric_cnpj_is_a_company_like_any_other(desk: Desk) -> None:
    """Letters in a CNPJ, usual since July 2026, are found in the company box and in the certificate."""
    desk.company(PADARIA)
    desk.company(ALPHANUMERIC, "TECNOLOGIA ALFA S.A.")

    assert desk.renew(desk.renewal(ALPHANUMERIC)).result is Result.RENEWED
    assert [save.company for save in desk.portal.memory.saves] == [ALPHANUMERIC]


def test_a_p12_is_given_the_ending_that_portals_want(desk: Desk) -> None:
    """A file that ends in .p12 is uploaded under the ending .pfx, without a copy on the disk."""
    desk.company()
    pfx = desk.pfx(name="padaria.p12")
    before = sorted(desk.folder.iterdir())

    outcome = desk.renew(desk.renewal(pfx=pfx))

    assert outcome.result is Result.RENEWED
    assert {p.suffix for p in set(desk.folder.iterdir()) - set(before)} <= {".jpg", ".txt"}


def test_padrao_nao_leaves_the_old_default_in_its_place(desk: Desk) -> None:
    """Asked for without Certificado Padrão, it is saved and verified without it."""
    company = desk.company()

    outcome = desk.renew(desk.renewal(default=False))

    assert (outcome.result, outcome.default) == (Result.RENEWED, False)
    assert [c.default for c in company.certificates] == [True, False]


def test_there_without_the_default_the_entry_is_edited(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A certificate that is in the list, but not as default, is changed there and never added again."""
    desk = desk_at(markup)
    company = desk.company()
    renewal = desk.renewal()
    company.add_certificate(nickname="já aqui", valid_until=renewal.certificate.not_after, default=False)

    outcome = desk.renew(desk.renewal(pfx=renewal.pfx, nickname="já aqui"))

    assert (outcome.result, outcome.nickname) == (Result.RENEWED, "já aqui"), outcome
    assert [save.action.value for save in desk.portal.memory.saves] == ["edit"]
    assert [c.nickname for c in company.certificates if c.default] == ["já aqui"]


@pytest.mark.parametrize(
    ("expires_in", "follow_up"),
    [(5, FollowUp.NONE), (-5, FollowUp.VALIDADE_CERTIFICADO), (None, FollowUp.VALIDADE_CERTIFICADO)],
)
def test_siscoban_needs_a_click_unless_the_replaced_one_was_valid(
    desk: Desk, expires_in: int | None, follow_up: FollowUp
) -> None:
    """Siscoban fetches the new certificate by itself only while the old one has not expired (help article)."""
    desk.company(expires_in=expires_in)

    outcome = desk.renew(desk.renewal())

    assert outcome.follow_up is follow_up
    assert (outcome.replaced_valid_until is None) == (expires_in is None)


def test_a_made_up_nickname_is_company_and_year(desk: Desk) -> None:
    """Without `apelido` the name is the company's and the year of the expiry, at most 40 characters long."""
    desk.company()
    renewal = desk.renewal(company="Panificadora e Confeitaria Estrela do Norte Ltda")

    outcome = desk.renew(renewal)

    assert outcome.nickname == f"Panificadora e Confeitaria Estrela {renewal.expiry.year}"


def test_an_older_certificate_than_the_portals_is_blocked(desk: Desk) -> None:
    """Where the default expires later than the file, the file is an old one: nothing is sent, in plan and renew."""
    desk.company(expires_in=500)
    renewal = desk.renewal()

    ends = [desk.plan(renewal), desk.renew(renewal)]

    assert [outcome.result for outcome in ends] == [Result.BLOCKED, Result.BLOCKED]
    assert desk.portal.memory.saves == []


def test_plan_opens_no_form_and_saves_nothing(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A plan reads and tells; the form with Salvar is not even opened."""
    desk = desk_at(markup)
    company = desk.company()
    renewal = desk.renewal()

    first = desk.plan(renewal)
    company.add_certificate(renewal.nickname_beside([]), renewal.certificate.not_after, default=True)
    second = desk.plan(renewal)

    assert (first.result, second.result) == (Result.RENEW, Result.ALREADY_CURRENT)
    assert (desk.portal.memory.saves, desk.portal.memory.forms_opened) == ([], 0)


def test_a_portal_that_keeps_nothing_gives_unverified(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A message of success is no proof: without the row in a fresh list it is `unverified`, and not resent."""
    desk = desk_at(markup)
    desk.company()
    desk.portal.loses_what_it_saves = True

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.UNVERIFIED
    assert "Sucesso" in outcome.reason
    assert [save.outcome for save in desk.portal.memory.saves] == [Became.LOST]


def test_what_only_the_list_after_salvar_shows_gives_unverified(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """The list to which the portal itself leads is no proof, however fresh: it may show once what was not kept."""
    desk = desk_at(replace(markup, after_save=AfterSave.LIST, storing=Storing.SHOWN_ONCE))
    desk.company()

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.UNVERIFIED
    assert [save.outcome for save in desk.portal.memory.saves] == [Became.LOST]


def test_no_copy_of_a_page_is_taken_for_the_page(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A portal may let the browser keep its pages: what is read is what the server has now, list and company."""
    desk = desk_at(replace(markup, copies_last=600))
    for cnpj in (OTHER, PADARIA, FILIAL):
        desk.company(cnpj, f"EMPRESA {cnpj}")

    ends = [desk.renew(desk.renewal(cnpj, desk.pfx(cnpj, f"{cnpj}.pfx"))) for cnpj in (PADARIA, FILIAL)]

    assert [outcome.result for outcome in ends] == [Result.RENEWED] * 2


@pytest.mark.long
def test_a_branch_is_found_though_the_whole_name_finds_only_the_head_office(
    desk_at: Callable[..., Desk], markup: Variant
) -> None:
    """A box that finds by what is typed is asked for less of the name, where what it found is not the company."""
    box = replace(markup, company_box=CompanyBox.AUTOCOMPLETE, company_cnpj=CompanyCnpj.ABSENT)
    desk = desk_at(box)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company(PADARIA, "PADARIA ESTRELA LTDA")
    desk.company(FILIAL, "PADARIA ESTRELA FILIAL LTDA")

    outcome = desk.renew(desk.renewal(FILIAL))

    assert outcome.result is Result.RENEWED
    assert [save.company for save in desk.portal.memory.saves] == [FILIAL]


@pytest.mark.long
@pytest.mark.parametrize("kind", [CompanyBox.SELECT, CompanyBox.POPUP])
def test_dots_in_place_of_what_was_cut_are_no_part_of_a_name(desk_at: Callable[..., Desk], kind: CompanyBox) -> None:
    """A box that shows the beginning of a name and dots still says which company it is, with its data page."""
    desk = desk_at(Variant(company_box=kind, company_cut=12, company_dots=True, company_cnpj=CompanyCnpj.ABSENT))
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    desk.company(PADARIA)

    assert desk.renew(desk.renewal()).result is Result.RENEWED


def test_the_kind_is_chosen_where_the_form_asks_for_it(desk_at: Callable[..., Desk], markup: Variant) -> None:
    """A file is an A1; the word is looked for among those offered, whatever else stands beside it."""
    desk = desk_at(replace(markup, kind_field=KindField.BLANK))
    desk.company()

    assert desk.renew(desk.renewal()).result is Result.RENEWED


def test_unverified_is_sent_once_more_by_the_next_command_only(desk: Desk) -> None:
    """A new command reads the list first, and sends again what is still not there."""
    desk.company()
    renewal = desk.renewal()
    desk.portal.loses_what_it_saves = True
    desk.renew(renewal)
    desk.portal.loses_what_it_saves = False

    assert desk.renew(renewal).result is Result.RENEWED
    assert [save.outcome for save in desk.portal.memory.saves] == [Became.LOST, Became.KEPT]


def test_a_refusal_is_told_in_the_portals_own_words(desk: Desk) -> None:
    """What the portal refuses ends `refused`, with its words, and nothing is tried again."""
    desk.company()
    renewal = desk.renewal()
    desk.portal.clock = lambda: datetime.now(UTC) + timedelta(days=4000)  # to this portal it has expired

    outcome = desk.renew(renewal)

    (save,) = desk.portal.memory.saves
    assert (outcome.result, save.outcome) == (Result.REFUSED, Became.REFUSED)
    assert save.words in outcome.reason


def test_a_company_that_the_login_does_not_have_is_told_so(desk: Desk) -> None:
    """A company that the box does not offer ends `no_access`, with nothing saved into any other."""
    desk.company(OTHER, "MERCADO DO PORTO LTDA")

    outcome = desk.renew(desk.renewal(PADARIA))

    assert outcome.result is Result.NO_ACCESS
    assert "11.222.333/0001-81" in outcome.reason
    assert desk.portal.memory.saves == []


def test_a_picture_of_the_last_screen_is_kept(desk: Desk) -> None:
    """Each client leaves one small picture as evidence."""
    desk.company()

    outcome = desk.renew(desk.renewal())

    assert outcome.evidence is not None
    assert 1_000 < outcome.evidence.stat().st_size < 150_000


def test_a_connection_lost_after_the_write_is_no_second_save(desk: Desk) -> None:
    """The browser must not send Salvar again by itself when the connection breaks; the list tells the rest."""
    desk.company()
    desk.portal.hangs_up_after_saving = True

    outcome = desk.renew(desk.renewal())

    assert outcome.result is Result.RENEWED
    assert [save.resent for save in desk.portal.memory.saves] == [False]


def test_a_crashed_browser_fails_one_client_and_no_other(desk: Desk, playwright: Playwright) -> None:
    """The client under way is `failed`; the next one gets a new browser and a new login."""
    desk.company(PADARIA)
    desk.company(OTHER, "MERCADO DO PORTO LTDA")
    first, second = desk.renewal(PADARIA), desk.renewal(OTHER, desk.pfx(OTHER, "o.pfx"))
    browsers = [launch(playwright, desk.settings, headed=False, host="127.0.0.1")[0] for _ in range(2)]
    desk.open_account()
    session = Session(lambda: browsers[0], desk.url, EMAIL, Secret(PASSWORD), lambda _visit: desk.folder / "x.jpg")
    session.log_in()

    browsers.pop(0).close()
    ends = [session.visit(Visit(renewal), renew).result for renewal in (first, second)]

    session.close()
    browsers[0].close()
    assert ends == [Result.FAILED, Result.RENEWED]
    assert [save.company for save in desk.portal.memory.saves] == [OTHER]


def test_what_a_portal_repeats_of_a_password_is_not_told_again(desk: Desk) -> None:
    """A nickname that the portal shows and that is the PFX's own password is neither told nor pictured."""
    company = desk.company()
    renewal = desk.renewal(nickname=PFX_PASSWORD)
    company.add_certificate(nickname=PFX_PASSWORD, valid_until=renewal.certificate.not_after, default=True)

    outcome = desk.renew(renewal)

    assert outcome.result is Result.ALREADY_CURRENT
    assert PFX_PASSWORD not in f"{outcome.as_json()}"
    assert outcome.evidence is None
