"""What the portal does at Salvar, and how it is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pages import Window
from pages.certificate_form import CertificateForm

FORM = """<label>Apelido <input></label><label>Senha <input type=password></label>
<label>Arquivo PFX <input type=file></label><button onclick="ask()">Salvar</button>
<script>const ask = () => document.body.insertAdjacentHTML("beforeend",
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
