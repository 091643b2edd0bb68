"""The report as people open it: in a real browser, without network, on a screen and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rpa.cnpj import Cnpj
from rpa.messages import speak
from rpa.outcome import Result
from rpa.report.html import to_html
from rpa.report.pictures import load_pictures
from rpa.run_record import RunRecord
from tests.runs import HOSTILE, a_click, a_client, a_run

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f030005fe02fea7d6059b0000000049454e44ae426082"
)
CSS = (Path(__file__).parents[2] / "rpa" / "report" / "page" / "report.css").read_text(encoding="utf-8")

Open = Callable[[RunRecord], Page]


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Open]:
    """Opens the report of a record as a file; whatever a page complains of or fetches fails the test."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if "data:" not in request.url[:5] else None)

    def open_report(record: RunRecord) -> Page:
        path = tmp_path / "report.html"
        path.write_text(to_html(record, load_pictures(record.outcomes, tmp_path)), encoding="utf-8")
        page.goto(path.as_uri())
        assert heard == [path.as_uri()]
        heard.clear()
        return page

    yield open_report
    assert heard == []


def shown(page: Page) -> list[str]:
    """The companies in the list of clients that can be seen."""
    return page.locator(".client:visible summary b").all_text_contents()


def three() -> RunRecord:
    """One renewed, one with a click left, one blocked."""
    blocked = a_client(
        Result.BLOCKED, row=4, cnpj=Cnpj("12ABC34501DE35"), company="ALFA S.A.", reason="alfa.pfx: It has expired."
    )
    return a_run(a_client(company="AÇOUGUE PAMPA"), a_click(), blocked)


def test_it_says_at_once_what_was_done_and_what_needs_a_person(opened: Open) -> None:
    """The headline counts; below stand who, why and what to do, and the way through Siscoban."""
    page = opened(three())

    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 3 certificates are up to date in the portal")
    people = page.get_by_role("region", name="What needs a person")
    expect(people).to_contain_text("Put the file right")
    expect(people).to_contain_text("alfa.pfx: It has expired.")
    expect(people.get_by_role("link")).to_have_text(["ALFA S.A."])
    siscoban = page.get_by_role("region", name="What is left in Siscoban")
    expect(siscoban).to_contain_text("Open Utilitários > Manutenção Impressora Fiscal and click Validade Certificado.")
    expect(siscoban.get_by_role("link")).to_have_text(["MERCADO DO PORTO LTDA"])


def test_what_is_the_same_for_many_is_said_once(opened: Open) -> None:
    """A thousand clients of one account that could not log in are one thing to do, not a thousand."""
    parked = [a_client(Result.PARKED, row=row, reason="The account is locked.") for row in range(2, 102)]

    people = opened(a_run(*parked)).get_by_role("region", name="What needs a person")

    expect(people.get_by_text("The account is locked.")).to_have_count(1)
    expect(people).to_contain_text("And 60 more, in the list of clients below.")


def test_a_run_that_was_broken_off_says_whom_it_did_not_reach(opened: Open) -> None:
    """And that the same command is safe."""
    page = opened(a_run(a_client(), total=3))

    expect(page.locator(".alarm")).to_contain_text("2 clients were not reached")


def test_a_plan_is_called_one(opened: Open) -> None:
    """Nobody takes it for a renewal."""
    page = opened(a_run(a_client(Result.RENEW), dry_run=True))

    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 1 certificates would be renewed")
    expect(page.get_by_text("Plan: nothing was changed")).to_be_visible()


def test_search_finds_without_accents_and_by_any_part_of_a_cnpj(opened: Open) -> None:
    """As people type: no accents, no capitals, a CNPJ masked or bare; several words must all be there."""
    page = opened(three())
    search = page.get_by_role("searchbox")

    found = {}
    for typed in ("acougue", "12abc34501", "12.ABC", "expired alfa", "nowhere", ""):
        search.fill(typed)
        found[typed] = shown(page)

    assert found["acougue"] == ["AÇOUGUE PAMPA"]
    assert found["12abc34501"] == found["12.ABC"] == found["expired alfa"] == ["ALFA S.A."]
    assert (found["nowhere"], len(found[""])) == ([], 3)


def test_filters_show_one_kind_and_say_how_many(opened: Open) -> None:
    """By result, and by what is left in Siscoban; a link to a client that is filtered away shows it again."""
    page = opened(three())

    page.get_by_role("button", name="Siscoban").click()
    assert shown(page) == ["MERCADO DO PORTO LTDA"]
    expect(page.get_by_text("1 of 3 shown")).to_be_visible()
    expect(page.get_by_role("button", name="Siscoban")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("region", name="What needs a person").get_by_role("link").click()
    expect(page.locator("#row-4")).to_have_attribute("open", "")
    assert len(shown(page)) == 3


def test_it_is_used_by_keyboard_alone(opened: Open) -> None:
    """The first stop leads past the header; a client opens by Enter."""
    page = opened(three())

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the list of clients")).to_be_focused()
    page.locator("#row-2 summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#row-2").get_by_text("Sucesso na operação!")).to_be_visible()


def test_evidence_is_shown_within_the_page(opened: Open, tmp_path: Path) -> None:
    """The picture loads although the page may load nothing; its description says whose it is."""
    (tmp_path / "p.png").write_bytes(PICTURE)
    page = opened(a_run(a_client(evidence=tmp_path / "p.png")))

    page.locator("#row-2 summary").click()
    picture = page.get_by_role("img", name="The portal's screen when PADARIA ESTRELA LTDA ended")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 1


def test_nothing_of_what_it_tells_can_run_or_leave(opened: Open) -> None:
    """Hostile names and messages are shown as they are, wherever they stand; the policy would stop them besides."""
    texts = {"company": HOSTILE, "reason": HOSTILE, "nickname": HOSTILE, "warnings": (HOSTILE,), "said": (HOSTILE,)}
    outcomes = [a_client(Result.REFUSED, steps={HOSTILE: 1.0}, **texts), a_click(**texts)]
    page = opened(a_run(*outcomes, clients_file=HOSTILE, portal=HOSTILE))

    page.get_by_role("button", name="Open all").click()
    assert page.evaluate("window.harmed") is None
    assert page.locator("img, iframe, form").count() == 0
    assert page.get_by_text("<script>window.harmed = 1</script>").count() >= 10
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_without_script_everything_is_there(browser: Browser, tmp_path: Path) -> None:
    """A mail program that runs none shows all clients, and no search that would not work."""
    path = tmp_path / "report.html"
    path.write_text(to_html(three(), {}), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())

    assert len(shown(page)) == 3
    expect(page.get_by_role("searchbox")).to_be_hidden()
    context.close()


def test_on_paper_each_client_is_open_and_closed_again_after(opened: Open) -> None:
    """Paper cannot be clicked; what was filtered away stays away."""
    page = opened(three())
    page.get_by_role("button", name="blocked").click()

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".client[open]").evaluate_all("all => all.map(one => one.id)") == ["row-4"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".client[open]").count() == 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_cut_off_on_narrow_screens(opened: Open, width: int) -> None:
    """No sideways scrolling, also with a name that has no blanks."""
    outcomes = [a_client(company="A" * 120, reason="B" * 300), a_client(Result.FAILED, row=3, reason="C" * 300)]
    page = opened(a_run(*outcomes))
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("button", name="Open all").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_speaks_portuguese(opened: Open) -> None:
    """The page says which language it is in, for screen readers too."""
    speak("pt_BR")
    try:
        page = opened(three())
    finally:
        speak("en")

    expect(page.locator("html")).to_have_attribute("lang", "pt-BR")
    expect(page.locator("#row-2 .badge")).to_have_text("renovado")


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_texts_stand_out_from_what_is_behind_them(scheme: int) -> None:
    """At least 4.5 to 1 (WCAG 2.2, AA), in either scheme."""
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS.split("@media")[scheme]))
    pairs = [
        *((front, back) for front in ("ink", "quiet", "link") for back in ("paper", "card")),
        *((front, "brand") for front in ("brand-ink", "brand-quiet")),
        *((front, f"{tone}-soft") for tone in ("good", "wait", "bad", "plan") for front in (tone, "ink")),
    ]

    assert {pair: ratio for pair in pairs if (ratio := contrast(*(colours[name] for name in pair))) < 4.5} == {}


def contrast(front: str, back: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_two_thousand_clients_open_in_under_two_seconds(opened: Open, tmp_path: Path) -> None:
    """With pictures for all, of which those beyond the room within lie beside the page; it can be searched then."""
    (tmp_path / "p.jpg").write_bytes(PICTURE.ljust(38_000, b"\0"))
    results = ([*Result] * 250)[:2000]
    clients = [a_client(r, row=n, company=f"LOJA {n}", evidence=tmp_path / "p.jpg") for n, r in enumerate(results, 2)]
    page = opened(a_run(*clients))

    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 2000
    page.get_by_role("searchbox").fill("loja 1999")
    assert shown(page) == ["LOJA 1999"]
    expect(page.get_by_text("1 of 2000 shown")).to_be_visible()
