"""A portal may draw the menu first, and what stands beside it once its answers have come."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from pages import Portal, Window
from pages.certificates import CertificatesPage
from tests.desk import Desk

APP = """<nav><a href="#painel">Painel de Controle</a></nav><main></main><script>
const MAIN = {
  "#painel": '<h2>Painel de Controle</h2><a href="#lista">Certificados</a><a href="#x">Dados da Empresa</a>',
  "#lista": "<h2>Certificados</h2><button>Adicionar</button><table><tr><th>Apelido<th>Vencimento</tr></table>",
};
async function draw() {
  document.querySelector("main").replaceChildren();
  const wanted = location.hash;
  for (let answers = 0; answers < 5; answers += 1) await fetch("/app/answer");
  document.querySelector("main").innerHTML = MAIN[wanted] || "<h2>Início</h2>";
}
addEventListener("hashchange", draw);
document.querySelector("nav a").onclick = () => { sessionStorage.menu = Number(sessionStorage.menu || 0) + 1; };
sessionStorage.loads = Number(sessionStorage.loads || 0) + 1;
draw();
</script>"""


def test_the_list_is_waited_for_at_its_address_before_the_menu_is_gone_through_again(page: Page, desk: Desk) -> None:
    """The menu is there at once; to click in it would draw another screen, and the list into that.

    Where the address differs from that of another screen only after a #, the document is loaded anew all the same.
    """
    address = f"{desk.url.rpartition('/')[0]}/app"
    page.route(f"{address}*", lambda route: route.fulfill(body=APP, content_type="text/html; charset=utf-8"))
    page.route(f"{address}/answer", lambda route: route.fulfill(body="{}", content_type="application/json"))
    page.goto(address)
    portal = Portal(page, address)

    for _time in range(3):
        assert portal.open_certificates().entries() == []

    assert page.evaluate("[sessionStorage.menu, sessionStorage.loads]") == ["1", "3"]


HEARD_LATE = """<button>Adicionar</button><table><tr><th>Apelido<th>Vencimento<tr><td>loja<td>01/02/2027</table>
<img src=/slow><template><label>Senha <input type=password></label><input type=file></template><script>
addEventListener("load", () => {
  const [button, form] = ["button", "template"].map((name) => document.querySelector(name));
  button.onclick = () => document.body.replaceChildren(form.content);
});
</script>"""


def test_adicionar_is_pressed_once_all_of_the_document_has_come(page: Page, desk: Desk) -> None:
    """A portal may listen to what is pressed only when the last picture is there."""

    def slow(route: Route) -> None:
        page.wait_for_timeout(400)
        route.fulfill(status=404)

    address = f"{desk.url.rpartition('/')[0]}/list"
    page.route("**/slow", slow)
    page.route(address, lambda route: route.fulfill(body=HEARD_LATE, content_type="text/html; charset=utf-8"))
    window = Window(page, patience=3)
    window.go_to(address)

    window.await_one(CertificatesPage).add()

    assert page.locator("input[type=password]").count() == 1
