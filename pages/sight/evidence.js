// What a picture kept for one company shows, and what it must not: passwords, and what is another company's.

const CNPJS = /[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/?[0-9A-Z]{4}-?[0-9]{2}/gi;

const cnpjsIn = (text) => (text.match(CNPJS) || []).map((n) => n.replace(/[./-]/g, "").toUpperCase());

// Elements to be covered. `cnpj` and `names` are our company's, `others` the names of further ones that the portal
// offered. Where it is not `proved` that the company box shows ours, it is covered unless it says so itself; where there
// is none to be found, all that stands in its corner.
function covered(root, { cnpj, names, others, proved, marks }) {
  const doc = root.ownerDocument || root;
  const mine = names.map(fold), theirs = others.map(fold).filter((n) => n.length > 3 && !mine.includes(n));
  const ours = (text) => cnpjsIn(text).includes(cnpj) || isName(fold(text), mine);
  const strange = (text) => cnpjsIn(text).some((n) => n !== cnpj) || (!ours(text) && theirs.some((n) => fold(text).includes(n)));
  const inFrame = doc.defaultView.frameElement !== null;
  const box = inFrame ? null : corner(doc, marks, [...names, ...others])[0];
  const certain = proved || inFrame || (box && ours(boxText(box)));
  const doubtful = (e) => !certain && !ours(shownText(e)) && (box ? box.contains(e) : standsInCorner(e));
  return smallest(doc).filter((e) => e.matches("input[type=password]") || strange(shownText(e)) || doubtful(e));
}

function standsInCorner(e) {
  const box = e.getBoundingClientRect();
  return box.top < 170 && box.left > e.ownerDocument.defaultView.innerWidth * 0.4;
}

const shownText = (e) => (e.matches("select, input, textarea") ? boxText(e) : words(e));

// Whatever shows text itself: controls, and elements of which no part shows all of it.
function smallest(doc) {
  const itself = (e) => e.matches("select, input, textarea") || [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const said = [...doc.body.querySelectorAll("*")].filter((e) => itself(e) && visible(e) && shownText(e));
  const passwords = [...doc.body.querySelectorAll("input[type=password]")].filter(visible);
  return [...new Set([...passwords, ...said])];
}

// The part of the page that tells something: the frontmost pop-up, else all but menu and header; and the company box.
function matters(document, marks, names) {
  const view = document.defaultView;
  const [front] = documents(document);
  const frame = front.path.length ? [...document.querySelectorAll("iframe, frame")][front.path[0]] : null;
  const inMenu = (e) => e.closest("nav, aside, header, [role=navigation], [role=banner], [role=menu], [class*=menu i]");
  const box = corner(document, marks, names)[0];
  const shown = frame ? [frame.closest("[id^=gxp], [role=dialog]") || frame] : smallest(document).filter((e) => !inMenu(e));
  const rects = [...(box ? [box] : []), ...shown].map((e) => e.getBoundingClientRect()).filter((r) => r.width && r.height);
  if (!rects.length) return null;
  const left = Math.min(...rects.map((r) => r.left)) + view.scrollX, top = Math.min(...rects.map((r) => r.top)) + view.scrollY;
  const right = Math.max(...rects.map((r) => r.right)) + view.scrollX, bottom = Math.max(...rects.map((r) => r.bottom)) + view.scrollY;
  const whole = { width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight };
  const inView = { scrolled: view.scrollX + view.scrollY > 0, viewWidth: view.innerWidth, viewHeight: view.innerHeight };
  return { left, top, right, bottom, ...whole, ...inView };
}
