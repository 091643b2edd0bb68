"""A form may have no field for the file until it is asked for, and take it away again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from pages import CertificateForm, Window
from tests.desk import Desk

FORM = """<form><p>Apelido <input></p><p>Senha <input type=password></p>
<p>Certificado Padrão <select><option>Sim<option>Não</select></p>
<p><span>Arquivo PFX</span> <span>Nenhum arquivo</span> <button type=button>Selecionar arquivo</button></p>
<button type=button>Salvar</button></form><script>
document.querySelector("p button").onclick = (e) => {
  const field = Object.assign(document.createElement("input"), { type: "file", hidden: true });
  e.target.before(field);
}
</script>"""


def test_a_field_that_was_taken_away_is_asked_for_again(page: Page, desk: Desk, tmp_path: Path) -> None:
    """An event of the portal's renders the form anew, without the field that held the file: it is chosen once more."""
    page.goto(desk.url)  # for a secret is typed only where an origin is known
    page.set_content(FORM)
    page.set_default_timeout(2000)
    pfx = tmp_path / "loja.pfx"
    pfx.write_bytes(b"no certificate, and never opened")
    form = CertificateForm(Window(page), page)
    kept = []

    for _attempt in range(2):
        form.fill(nickname="Loja 2027", password="s3nh4-x", default=True, pfx=pfx)
        kept.append(form.read_back().file)
        page.evaluate("document.querySelector('input[type=file]').remove()")

    assert kept == ["loja.pfx"] * 2


AT_ONCE = FORM.replace('type: "file", hidden: true', 'type: "file"').replace(
    "e.target.before(field);", "field.onchange = () => e.target.before(field);\n  field.click();"
)


def test_a_button_may_ask_for_the_file_at_once(page: Page, desk: Desk, tmp_path: Path) -> None:
    """The browser's own box opens, and the field comes into the form only with the file in it."""
    page.goto(desk.url)
    page.set_content(AT_ONCE.replace("Selecionar arquivo", "Procurar…"))
    pfx = tmp_path / "loja.pfx"
    pfx.write_bytes(b"no certificate, and never opened")
    form = CertificateForm(Window(page), page)

    form.fill(nickname="Loja 2027", password="s3nh4-x", default=True, pfx=pfx)

    assert form.read_back().file == "loja.pfx"
