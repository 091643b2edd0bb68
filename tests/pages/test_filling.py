"""A form is filled in without a pause at first; where the portal loses a value by that, it is given time ever after."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route

from pages import CertificateForm, Portal, Window
from pages.window import MOMENT
from rpa import filling
from rpa.visit import Visit
from tests.desk import EMAIL, PASSWORD, PFX_PASSWORD, Desk

FORM = """<label>Apelido <input id=nickname></label><label>Senha <input id=password type=password></label>
<label>Certificado Padrão <select id=default><option>Não<option>Sim</select></label>
<label>Arquivo PFX <input id=pfx type=file></label><button>Salvar</button><div class=gx-mask hidden>Aguarde</div>
<script>
  var log = [], working = 0, takes = 2000;
  document.addEventListener("change", ({ target }) => {
    log.push(target.id);
    document.querySelector(".gx-mask").hidden = false;
    working += 1;
    setTimeout(() => {
      log.push("answer");
      working -= 1;
      const lost = LOSES && target.id === "nickname" ? "#password, #pfx" : "#none";
      document.querySelectorAll(lost).forEach((e) => (e.value = ""));
      document.querySelector(".gx-mask").hidden = working === 0;
    }, takes);
  });
</script>"""
A_MOMENT_LATER = MOMENT + MOMENT // 2
PFX = FilePayload(name="x.pfx", mimeType="application/x-pkcs12", buffer=b"x")
NAMES = {"nickname", "password", "default", "pfx"}


def filled(page: Page, desk: Desk, *, loses: bool) -> CertificateForm:
    """The form of a portal that is at work for a while after each field, and may lose then what was filled in since."""
    page.goto(desk.url)  # for a secret is typed only where an origin is known
    page.set_content(FORM.replace("LOSES", "true" if loses else "false"))
    form = Window(page).await_one(CertificateForm)
    fill(form)
    return form


def fill(form: CertificateForm) -> None:
    """Fill in one certificate."""
    form.fill(nickname="ACME", password="pfx-7b1d", default=True, pfx=PFX)


def lost(form: CertificateForm) -> list[str]:
    """The fields that do not hold what was filled in."""
    return form.differences(nickname="ACME", password="pfx-7b1d", default=True, pfx=PFX)


def test_the_first_time_the_fields_are_filled_in_one_after_the_other(page: Page, desk: Desk) -> None:
    """The portal answers them while the next ones are filled in; all of it has been answered at the end."""
    form = filled(page, desk, loses=False)

    log = page.evaluate("log")
    assert set(log[:4]) == NAMES
    assert log[4:] == ["answer"] * 4
    assert lost(form) == []


def test_what_is_lost_by_that_is_told(page: Page, desk: Desk) -> None:
    """The password and the file went away with the answer to Apelido."""
    assert lost(filled(page, desk, loses=True)) == ["password", "pfx"]


@pytest.mark.parametrize("loses", [False, True], ids=["keeps", "loses"])
def test_each_later_time_the_portal_comes_to_rest_after_every_field(page: Page, desk: Desk, *, loses: bool) -> None:
    """So a form is filled in that loses what is filled in meanwhile."""
    form = filled(page, desk, loses=loses)
    page.evaluate("[log, takes] = [[], 200]")
    page.evaluate("document.querySelector('#default').selectedIndex = 0")
    page.evaluate("document.querySelector('#nickname').value = ''")

    fill(form)

    log = page.evaluate("log")
    assert set(log[::2]) == NAMES
    assert set(log[1::2]) == {"answer"}
    assert lost(form) == []


def test_a_portal_that_has_lost_something_once_is_given_time_with_the_next_form_too(page: Page, desk: Desk) -> None:
    """It would lose the same again; another portal is filled in without a pause."""
    form = filled(page, desk, loses=True)
    fill(form)
    page.evaluate("[log, takes] = [[], 200]")
    page.evaluate("document.querySelectorAll('input').forEach((e) => (e.value = ''))")
    page.evaluate("document.querySelector('#default').selectedIndex = 0")

    following = form.window.await_one(CertificateForm)
    fill(following)

    assert set(page.evaluate("log")[1::2]) == {"answer"}
    assert lost(following) == []
    assert Window(page).in_haste


def test_what_was_learnt_of_a_portal_holds_in_another_page_of_its_session(page: Page, desk: Desk) -> None:
    """A session moves to a new context now and then."""
    desk.company()
    desk.open_account()
    portal = Portal(page, desk.url)
    portal.sign_in(EMAIL, PASSWORD)
    portal.window.in_haste = False
    portal.move_to(page)
    page.set_content(FORM.replace("LOSES", "true").replace("2000", "200"))

    fill(form := portal.window.await_one(CertificateForm))

    assert set(page.evaluate("log")[1::2]) == {"answer"}
    assert lost(form) == []


LISTENED_TO = """<script>
  const seen = {};
  for (const { id } of document.querySelectorAll("input")) seen[id] = [];
  for (const kind of ["input", "change", "blur"])
    document.addEventListener(kind, ({ target }) => seen[target.id]?.push(kind), true);
</script>"""


def test_what_is_filled_in_without_a_pause_is_heard_of_as_what_a_person_fills_in(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    """A portal validates what has changed, once the field is left; a file that is chosen, at once."""
    page.goto(desk.url)
    page.set_content(FORM.replace("LOSES", "false").replace("2000", "0") + LISTENED_TO)
    pfx = tmp_path / "loja é nº 1.pfx"
    pfx.write_bytes(b"no certificate, and never opened")
    form = Window(page).await_one(CertificateForm)

    form.fill(nickname="ACME", password="pfx-7b1d", default=True, pfx=pfx)

    typed = ["input", "change", "blur"]
    assert page.evaluate("seen") == {"nickname": typed, "password": typed, "pfx": ["input", "change"]}
    assert page.evaluate("document.querySelector('#pfx').files[0].text()") == pfx.read_text()


LISTENS_LATE = """<script>
  document.querySelector(".gx-mask").remove();
  const ready = new Promise((done) => addEventListener("load", done));
  ready.then(() => document.querySelectorAll("input").forEach((e) => { e.value = ""; }));
</script><img src=/slow>"""


def test_nothing_is_filled_in_before_all_of_the_document_has_come(page: Page, desk: Desk) -> None:
    """A portal may make its form ready, and empty it, when the last picture is there."""

    def slow(route: Route) -> None:
        page.wait_for_timeout(400)
        route.fulfill(status=404)

    address = f"{desk.url.rpartition('/')[0]}/form"
    html = FORM.replace("LOSES", "false").replace("2000", "0") + LISTENS_LATE
    page.route("**/slow", slow)
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address, wait_until="domcontentloaded")
    form = Window(page).await_one(CertificateForm)

    fill(form)

    assert lost(form) == []


DRAWN_LATE = """<script>
  const field = document.querySelector("#password"), place = field.parentElement;
  let filled = 0;
  document.querySelector("#nickname").addEventListener("input", () => ++filled === 3 && place.append(field));
  field.remove();
</script>"""


def test_a_field_that_is_missing_for_a_while_is_filled_in_when_it_is_back(page: Page, desk: Desk) -> None:
    """A form may be drawn little by little: what is not there yet ends nothing before the last attempt."""
    page.goto(desk.url)
    page.set_content(FORM.replace("LOSES", "false").replace("2000", "0") + DRAWN_LATE)
    form = Window(page).await_one(CertificateForm)
    visit = Visit(desk.renewal())

    kept = filling.fill(form, visit)

    assert kept.missing == frozenset()
    assert form.password.input_value() == PFX_PASSWORD


RENDERED_ANEW = """<form action=/form><label>Apelido <input name=nickname></label>
<label>Certificado Padrão <select name=default><option>Não<option>Sim</select></label>
<label>Senha <input id=password type=password></label><label>Arquivo PFX <input id=pfx type=file></label>
<button type=button>Salvar</button></form><script>
  const field = (name) => document.querySelector(`[name=${name}]`);
  for (const [name, value] of new URLSearchParams(location.search)) field(name).value = value;
  document.addEventListener("change", ({ target }) => {
    if (target.name) setTimeout(() => target.form.submit(), LATE);
  });
</script>"""


@pytest.mark.parametrize("late", [0, A_MOMENT_LATER], ids=["at once", "a moment later"])
def test_a_portal_may_send_the_whole_page_anew_for_a_field(page: Page, desk: Desk, late: int) -> None:
    """What was typed into the page that went away is lost, and nothing breaks off; then it is waited for."""
    address = f"{desk.url.rpartition('/')[0]}/form"
    html = RENDERED_ANEW.replace("LATE", str(late))
    page.route(f"{address}*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    form = Window(page).await_one(CertificateForm)

    fill(form)
    fill(form)

    assert lost(form) == []
