// Which screen a person is looking at, what lies on top of it, what it says, and whether it is still busy.

const BUSY = "#gx_ajax_notification, .gx-mask, .gx-busy, [aria-busy=true]";
const MESSAGES =
  ".gx_ev, [id$=_Balloon], .gx-ajax-error, .alert, .ErrorViewer, .gx-error-message, .gx-warning-message," +
  "#toast-container > *, .toast, .ui-pnotify, [role=alert], [role=status], .swal2-popup";
const LAYERS =
  "[id^=gxp][id$=_b], [role=dialog], [role=alertdialog], dialog[open], .modal, .swal2-popup, .ui-dialog, .popup";
const COOKIE_BARS = `${LAYERS}, [class*=cookie i], [id*=cookie i], [class*=consent i], [id*=consent i], [class*=lgpd i], [id*=lgpd i]`;
const TYPED = "input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=image]), select, textarea";

const CAPTCHAS =
  "iframe[src*=captcha], iframe[src*=turnstile], [class*=captcha], img[src*=captcha i], img[alt*=captcha i]," +
  "img[title*=captcha i], input[name*=captcha i], input[id*=captcha i]";

// One test of a landmark. Each reads only what a person could read on that document.
const TESTS = {
  field: (doc, names) => fields(doc, names).length > 0,
  action: (doc, names) => actions(doc, names).length > 0,
  entry: (doc, names) => entries(doc, names).length > 0,
  column: columnThere,
  cards: (doc, [columns]) => cards(doc.body, JSON.parse(columns)).length > 0,
  present: (doc, names) => isPresent(doc, foldAll(names)),
  heading: (doc, names) => isHeadingThere(doc, foldAll(names)),
  beside: (doc, names) => textBeside(doc.body, names).length > 0 || fields(doc, names).length > 0,
  stem: (doc, stems) => matchesStem(readable(doc), stems),
  title: (doc, stems) => matchesStem(`${doc.title} ${readable(doc).slice(0, 400)}`, stems),
  passwords: (doc, counts) => counts.includes(String(count(doc, "input[type=password]", visible))),
  typed: (doc) => count(doc, "input[type=text], input[type=email], input:not([type])", visible) > 0,
  file: (doc) => count(doc, "input[type=file]", placeVisible) > 0,
  ticks: (doc, stems) => boxes(doc).some((e) => matchesStem(captionOf(e), stems)),
  captcha: (doc) => count(doc, CAPTCHAS, visible) > 0,
  bare: (doc) => count(doc, `${TYPED}, button, a, img`, visible) < 3,
};

const boxes = (root) => [...root.querySelectorAll("input[type=checkbox], [role=checkbox]")].filter(placeVisible);
const captionOf = (box) => (namesOf(box).find((names) => names.length) || []).join(" | ");
const count = (doc, selector, test) => [...doc.querySelectorAll(selector)].filter(test).length;

// What a person reads on a page: not what a bar about cookies says at its edge, nor what can be chosen in a select, such
// as hundreds of companies, whatever they are called.
let cookieStems = [];
const readable = once((doc) => {
  if (!doc.body) return "";
  const bars = [...doc.querySelectorAll(COOKIE_BARS)].filter((e) => visible(e) && standsAside(e, cookieStems));
  return fold(bars.reduce((text, bar) => text.replace(unchosen(bar), " "), unchosen(doc.body)));
});
const matchesStem = (text, stems) => stems.some((stem) => new RegExp(stem).test(fold(text)));

const LONGEST_NAME = 1000; // characters, blanks of the markup included: a box with hundreds of companies is no name

function isPresent(doc, wanted) {
  const captionIn = (e) => e.value || e.getAttribute("alt") || e.getAttribute("title") || "";
  const isNamed = (text) => text.length < LONGEST_NAME && wanted.has(fold(text));
  for (const e of doc.querySelectorAll("a, button, span, li, td, div, img, input[type=button]"))
    if (e.matches("a, button") && wanted.has(fold(firstWords(e, () => true)))) return true;
    else if (e.childElementCount < 4 && [captionIn(e), e.textContent].some(isNamed)) return true;
  return false;
}

function isHeadingThere(doc, wanted) {
  const headings = doc.querySelectorAll("h1, h2, h3, h4, legend, th, [role=heading], [class*=itle], [class*=ITLE], [id*=TITLE]");
  return [...headings].some((e) => visible(e) && wanted.has(fold(words(e))));
}

const holds = (doc, [test, ...values]) => TESTS[test](doc, values);
// A landmark is a list of alternatives; each is {all: [...], none: [...]} of tests.
const shows = (doc, landmark) =>
  landmark.some(({ all, none }) => all.every((t) => holds(doc, t)) && !(none || []).some((t) => holds(doc, t)));

function messages(doc) {
  const found = [...doc.querySelectorAll(MESSAGES)].filter(visible);
  const innermost = found.filter((e) => !found.some((o) => o !== e && e.contains(o)));
  const lines = innermost.flatMap((e) => {
    const parts = e.matches(".gx_ev") && e.children.length > 1 ? [...e.children] : [e];
    return parts.map((p) => words(p).slice(0, MOST_TOLD).replace(/^[×x✕]\s+|\s+[×x✕]$/g, ""));
  });
  return [...new Set(lines.filter((line) => line && !/^[×x✕\s]*$/.test(line)))];
}

// The frontmost thing that covers part of the page, if a person would have to deal with it first: not what speaks of
// `cookies` and stands aside.
function overlay(doc, cookies = []) {
  const named = [...doc.querySelectorAll(LAYERS)].filter((e) => visible(e) && e.offsetHeight > 20 && !standsAside(e, cookies));
  const middle = layerInTheMiddle(doc);
  const other = middle && !named.some((n) => n.contains(middle) || middle.contains(n));
  const all = other ? [...named, middle] : named;
  return all.length ? all.reduce((below, layer) => (liesOver(doc, below, layer) ? below : layer)) : null;
}

function standsAside(layer, cookies) {
  const view = layer.ownerDocument.defaultView;
  const middle = layer.ownerDocument.elementsFromPoint(view.innerWidth / 2, view.innerHeight / 2);
  return matchesStem(words(layer), cookies) && !middle.some((e) => layer.contains(e));
}

function layerInTheMiddle(doc) {
  const view = doc.defaultView;
  const stack = doc.elementsFromPoint(view.innerWidth / 2, view.innerHeight / 2);
  for (const element of stack.slice(0, 3)) {
    let layer = null;
    for (let e = element; e && e !== doc.body; e = e.parentElement) {
      const style = view.getComputedStyle(e);
      if (style.position === "fixed" || (style.position === "absolute" && Number(style.zIndex) > 10)) layer = e;
    }
    if (layer && !words(layer)) layer = beforeTheCurtain(view, layer);
    if (layer && words(layer) && !layer.matches("header, nav, main, form") && !layer.querySelector("form[id=MAINFORM]"))
      return layer;
  }
  return null;
}

// What stands before an empty layer that covers the page: a notice may lie anywhere on it. What the layer covers is none.
function beforeTheCurtain(view, curtain) {
  const box = curtain.getBoundingClientRect();
  if (box.width < view.innerWidth * 0.8 || box.height < view.innerHeight * 0.8) return null;
  const beside = [...curtain.parentElement.children].filter((e) => e !== curtain && visible(e) && words(e));
  return beside.find((e) => ["fixed", "absolute"].includes(view.getComputedStyle(e).position) && isInFront(e)) || null;
}

function isInFront(element) {
  const box = element.getBoundingClientRect();
  return element.contains(element.ownerDocument.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}

// Whether one layer covers another that comes later in the document: seen at the middle of either.
function liesOver(doc, layer, later) {
  for (const box of [layer, later].map((e) => e.getBoundingClientRect())) {
    const stack = doc.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const [own, others] = [layer, later].map((e) => stack.findIndex((s) => e.contains(s)));
    if (own >= 0 && others >= 0 && !layer.contains(later)) return own < others;
  }
  return false;
}

// What lies over the content of a pop-up, within its iframe, lies before the pop-up itself; not before what covers that.
function frontLayer(top, cookies) {
  const [front] = documents(top);
  const [layer, inner] = [overlay(top, cookies), front.path.length ? overlay(front.document, cookies) : null];
  return inner && (!layer || isWithin(front.document, layer)) ? inner : layer;
}

function isWithin(doc, layer) {
  for (let d = doc; d.defaultView.frameElement; d = d.defaultView.parent.document)
    if (layer.contains(d.defaultView.frameElement)) return true;
  return false;
}

// A layer's own document first, then those of its iframes.
function rootsOf(layer) {
  const roots = [layer];
  for (const frame of layer.querySelectorAll("iframe")) {
    try {
      if (frame.contentDocument?.body) roots.push(frame.contentDocument.body);
    } catch {
      continue; // another origin: what it says cannot be read
    }
  }
  return roots;
}

const CROSSES = "[id^=gxp][id$=_cls], .close, .btn-close, [data-dismiss], [data-bs-dismiss], .ui-dialog-titlebar-close, .toast-close-button";

// What closes a layer without saying yes to anything: a cross, a word that closes or puts off, or an OK that is the only
// thing to press under a text that neither asks nor weighs anything.
function closers(root, { close, alone: lone, weighty, cookies, refuse }) {
  if (matchesStem(words(root), cookies)) close = [...close, ...refuse];
  const wanted = foldAll([...close, "×", "x", ""]);
  const crosses = [...root.querySelectorAll(CROSSES)].filter((e) => visible(e) && wanted.has(fold(words(e) || e.value)));
  const found = [...crosses, ...actions(root, close)];
  if (found.length) return found;
  const all = clickables(root);
  const text = words(root);
  const alone = actions(root, lone).filter((e) => all.every((o) => o === e || e.contains(o) || o.contains(e)));
  return alone.length === 1 && !text.includes("?") && !matchesStem(text, weighty) ? alone : [];
}

// What closes the frontmost layer, in the top document or in this one if it is the content of that layer. Only if that
// layer is harmless at this very moment: another one may have come before the notice that was seen.
function closersHere(doc, wanted) {
  const frame = doc.defaultView.frameElement;
  const layer = frontLayer(doc.defaultView.top.document, wanted.cookies);
  if (!layer || !describeOverlay(layer, wanted).harmless) return [];
  if (layer.ownerDocument === doc) return closers(layer, wanted);
  return frame && layer.contains(frame) ? closers(doc.body, wanted) : [];
}

// What closes that which lies over the middle of an element, such as a toast in the corner, if that is harmless.
function closerOver(element, wanted) {
  const box = element.getBoundingClientRect();
  let layer = element.ownerDocument.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!layer || element.contains(layer) || layer.contains(element)) return null;
  while (layer.parentElement && !layer.parentElement.contains(element)) layer = layer.parentElement;
  return describeOverlay(layer, wanted).harmless ? closers(layer, wanted)[0] : null;
}

// Harmless: it can be closed, wants nothing typed or agreed to but cookies, and is not the list in a pop-up of its own.
function describeOverlay(layer, wanted) {
  const { consent, add, cookies, contract } = wanted;
  const roots = rootsOf(layer);
  const some = (test) => roots.some(test);
  const told = roots.map((r) => (r.innerText || "").slice(0, MOST_TOLD).trim()).join(" ").replace(/\s+/g, " ");
  const text = told.slice(0, 500);
  const typed = some((r) => [...r.querySelectorAll(TYPED)].some((e) => visible(e) && !mayStayEmpty(e)));
  const agreed = (r) => boxes(r).some((e) => matchesStem(captionOf(e), consent));
  const consents = some((r) => agreed(r) || clickables(r).some((e) => actionNames(e).some((n) => matchesStem(n, consent))));
  const closable = some((r) => closers(r, wanted).length > 0);
  const list = some((r) => actions(r, add).length > 0);
  const loading = [...layer.querySelectorAll("iframe")].some((f) => isLoading(f));
  const asked = !typed && !list && !closable && text.includes("?");
  const harmless = closable && !loading && !typed && (!consents || (matchesStem(text, cookies) && !matchesStem(text, contract))) && !list;
  return { text: told, asks: harmless ? "" : consents ? "terms" : asked ? "question" : "", harmless };
}

// Such as "Não mostrar novamente", which a person leaves alone.
const mayStayEmpty = (e) => e.type === "checkbox" && !e.required && e.getAttribute("aria-required") !== "true";

// A pop-up is there before its content: what it is cannot be told yet.
function isLoading(frame) {
  try {
    const inner = frame.contentDocument;
    return inner !== null && (inner.readyState !== "complete" || inner.URL === "about:blank" || !inner.body);
  } catch {
    return false; // another origin
  }
}

const isBusy = (doc) => doc.readyState === "loading" || count(doc, BUSY, visible) > 0;

// Everything at once: `wanted` names landmarks by screen; the frontmost document is told first.
function look(top, { landmarks, overlayWords }) {
  cookieStems = overlayWords.cookies;
  const all = documents(top);
  const screens = [];
  for (const { document } of all)
    for (const [name, landmark] of Object.entries(landmarks))
      if (shows(document, landmark)) screens.push({ name, path: pathTo(document) });
  const layer = frontLayer(top, overlayWords.cookies);
  return {
    busy: all.some(({ document }) => isBusy(document)),
    screens,
    overlay: layer ? describeOverlay(layer, overlayWords) : null,
    messages: [...new Set(all.flatMap(({ document }) => messages(document)))],
  };
}
