"""What the portal does at Salvar, and how it is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from pages import Window, Words, answer
from pages.certificate_form import CertificateForm
from tests.desk import Desk

FORM = """<label>Apelido <input></label><label>Senha <input type=password></label>
<label>Arquivo PFX <input type=file></label><button onclick="ask()">Salvar</button>
<script>var ask = () => document.body.insertAdjacentHTML("beforeend",
  "<div role=dialog style='position:fixed;top:99px;left:99px;background:#fff'><p>TEXT</p>BUTTONS</div>");</script>"""
QUESTIONS = {
    "a choice": ("Confirma a inclusão do certificado?", "<button>Sim</button><button>Não</button>"),
    "a consent": ("O padrão será trocado.", "<button>Li e aceito</button><button>Voltar</button>"),
}


@pytest.mark.parametrize(("text", "buttons"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_at_salvar_is_told_and_not_answered(page: Page, text: str, buttons: str) -> None:
    """Nobody has been asked what the answer is: the words are the portal's, and the form is left as it is."""
    page.set_content(FORM.replace("TEXT", text).replace("BUTTONS", buttons))

    answer = Window(page).await_one(CertificateForm).save(patience=10)

    assert answer.kind == "question"
    assert text in " ".join(answer.said)
    assert page.get_by_role("dialog").count() == 1


PLACES = {
    "viewer": "<span class=gx_ev>WORDS</span>",
    "balloon": "<div id=vSENHA_Balloon>WORDS</div>",
    "ajax error": "<div class='alert gx-ajax-error'>WORDS</div>",
    "toast": "<div id=toast-container><div>WORDS</div></div>",
    "pnotify": "<div class=ui-pnotify>WORDS</div>",
    "modal": "<div class=modal style='position:fixed;top:9px'><p>WORDS</p><button>OK</button></div>",
    "ui-dialog": "<div class=ui-dialog style='position:fixed;top:9px'><p>WORDS</p><button>Fechar</button></div>",
    "help beside a field": "<span class=help-block>WORDS</span>",
    "a mere paragraph": "<p>WORDS</p>",
    "sweetalert": "<div class=swal2-popup style='position:fixed;top:9px'><p>WORDS</p><button>OK</button></div>",
}
"""Where a portal may say something, as it comes to be in the document."""

MEANINGS = {
    "Senha do certificado inválida.": "password",
    "Senha incorreta": "password",
    "O certificado está vencido.": "expired",
    "Certificado expirado em 01/02/2020": "expired",
    "O CNPJ do certificado é diferente do CNPJ da empresa.": "other_company",
    "CNPJ não corresponde": "other_company",
    "Já existe Apelido": "duplicate",
    "Registro duplicado": "duplicate",
    "Não autorizado": "permission",
    "Certificado não informado": "missing",
    "Informe o apelido.": "missing",
    "Falha na validação do certificado digital": "refused",
    "Sessão expirou, a página será recarregada": "session",
    "sucesso na operação!": "success",
    "Os dados foram inseridos com sucesso.": "success",
    "Olá.": None,
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_refusal_is_heard_wherever_it_is_said(page: Page, place: str) -> None:
    """Viewer, balloon, toast, or a dialog over the page: the portal's words are told, and what they mean."""
    page.set_content(FORM)
    words = place.replace("WORDS", "Senha inválida.")
    page.evaluate("html => (window.ask = () => document.body.insertAdjacentHTML('beforeend', html))", words)

    answer = Window(page).await_one(CertificateForm).save(patience=10)

    assert answer.kind == "password"
    assert "Senha inválida." in " ".join(answer.said)
    assert not answer.praises


LIST = """<h2>Certificados</h2><a href=#>Certificados vencidos</a><button>Adicionar</button>
<table><tr><th>Apelido<th>Vencimento<th>Status</tr><tr><td>Loja 2020<td>10/12/2020<td>Vencido</tr></table>"""
INSTEAD = {"an error page": ("<h2>Erro</h2><p>Senha inválida.</p>", "password"), "the list": (LIST, "silence")}


@pytest.mark.parametrize(("html", "kind"), INSTEAD.values(), ids=INSTEAD.keys())
def test_what_comes_instead_of_the_form_may_be_the_answer(page: Page, html: str, kind: str) -> None:
    """A page that says no, anywhere on it; entries of the list and names of what is clicked say nothing."""
    page.set_content(FORM)
    page.evaluate("html => (window.ask = () => (document.body.innerHTML = html))", html)

    assert Window(page).await_one(CertificateForm).save(patience=10).kind == kind


@pytest.mark.parametrize(("message", "kind"), MEANINGS.items())
def test_messages_are_understood_by_their_stems(message: str, kind: str | None) -> None:
    """Accents and capitals do not matter; words that say nothing known mean nothing."""
    assert Words.shipped().kind_of(message) == kind
    assert Words.shipped().kind_of(message.upper()) == kind


def test_what_stood_there_before_salvar_is_no_answer(page: Page) -> None:
    """A renewal in time for an old certificate that is over: the screen's own warning about it refuses nothing."""
    warning = "<div class=alert>O certificado está vencido.</div>"
    page.set_content(f"{warning}{FORM}")
    page.evaluate("() => { window.ask = () => fetch('about:blank', { method: 'POST' }).catch(() => 0); }")

    answer = Window(page).await_one(CertificateForm).save(patience=10)

    assert (answer.kind, answer.said) == ("silence", ())


def test_words_that_go_and_come_again_are_an_answer(page: Page) -> None:
    """A form that is sent twice with one mistake says the same words twice."""
    page.set_content(f"<div class=alert>Senha inválida.</div>{FORM}")
    page.evaluate("""() => {
      window.ask = () => {
        const alert = document.querySelector(".alert"), text = alert.textContent;
        alert.textContent = "";
        setTimeout(() => (alert.textContent = text), 1500);  // it is looked at meanwhile, on a busy machine too
      };
    }""")

    answer = Window(page).await_one(CertificateForm).save(patience=10)

    assert answer.kind == "password"


def test_praise_beside_a_warning_is_told(page: Page) -> None:
    """What warns of the old certificate in the words of a refusal must not hide that the new one was saved."""
    page.set_content(FORM)
    words = "<span class=gx_ev><p>Incluído com sucesso.</p><p>O certificado anterior está vencido.</p></span>"
    page.evaluate("html => (window.ask = () => document.body.insertAdjacentHTML('beforeend', html))", words)

    answer = Window(page).await_one(CertificateForm).save(patience=10)

    assert (answer.kind, answer.praises) == ("expired", True)


POPUP = """<div role=dialog style="position: fixed; left: 100px; top: 100px">
<iframe width=500 height=200 srcdoc="FORM"></iframe></div>
<div id=notice role=dialog hidden style="position: fixed; inset: 0">Novidades <button>Fechar</button></div>
<script>notice.querySelector("button").onclick = () => notice.remove();</script>"""
IN_IT = """<label>Apelido <input></label><label>Senha <input type=password></label>
<label>Arquivo PFX <input type=file></label>
<button onmousemove='if (top.notice) top.notice.hidden = false' onclick='top.pressed = true'>Salvar</button>"""


def test_a_click_that_goes_to_what_comes_over_a_pop_up_is_no_press(page: Page, desk: Desk) -> None:
    """The browser sends it where Salvar was a moment before; it was seen to arrive there: it may be pressed again."""
    window = Window(page)
    address = f"{desk.url.rpartition('/')[0]}/form"
    html = POPUP.replace("FORM", IN_IT.replace("\n", " "))
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    form = window.await_one(CertificateForm)

    missed = form.save(patience=5)
    pressed_then = page.evaluate("Boolean(window.pressed)")
    page.get_by_role("button", name="Fechar").click()
    hit = form.save(patience=5)

    assert (missed.kind, pressed_then) == ("not_pressed", False)
    assert (hit.kind, page.evaluate("window.pressed")) == ("silence", True)


def test_a_click_that_a_rewritten_document_has_not_shown_first_counts_as_pressed(page: Page) -> None:
    """Who wrote it anew may have come first, and may have made anything of the click: in doubt Salvar was pressed."""
    window = Window(page)
    page.set_content(POPUP.replace("FORM", IN_IT.replace("\n", " ")))
    form = window.await_one(CertificateForm)

    assert form.save(patience=1).kind != "not_pressed"


def test_a_press_that_has_merely_begun_is_never_repeated(page: Page) -> None:
    """A portal may save when the button goes down, and lay its mask over it before it comes up."""
    mask = "<div style='position:fixed;inset:0'></div>"
    page.set_content(
        FORM.replace("onclick", f'onmousedown="document.body.insertAdjacentHTML(`beforeend`, `{mask}`)" onclick')
    )

    assert Window(page).await_one(CertificateForm).save(patience=1).kind != "not_pressed"


def test_what_is_still_owed_from_before_takes_no_part_of_the_calm(
    page: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A portal sends Salvar only once it has answered the event of a field: silence counts from then on."""
    monkeypatch.setattr(answer, "_CALM_IN_SILENCE", 0.6)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/event", hold)
    page.route("**/time", lambda route: [each.fulfill(body="{}") for each in (route, *held)])
    page.goto(desk.url)
    page.set_content(FORM)
    page.evaluate("""() => {
      const say = () => document.body.insertAdjacentHTML("beforeend", "<p role=alert>Incluído com sucesso.</p>");
      window.ask = () => {
        fetch("/event", { method: "POST" }).then(() => setTimeout(say, 300));
        setTimeout(() => fetch("/time"), 900);
      };
    }""")

    assert Window(page).await_one(CertificateForm).save(patience=10).kind == "success"


def test_salvar_that_has_gone_is_not_pressed_and_may_be_once_it_is_back(page: Page) -> None:
    """A form that is drawn anew at that moment has none: what was not pressed is never said to have been."""
    page.set_content(FORM.replace("ask()", "window.pressed = true"))
    form = Window(page).await_one(CertificateForm)
    form.make_ready()
    page.evaluate("button = document.querySelector('button'), button.remove()")

    gone = form.save(patience=5)
    page.evaluate("document.body.append(button)")
    there = form.save(patience=1)

    assert (gone.kind, there.kind) == ("not_pressed", "silence")
    assert page.evaluate("window.pressed") is True
