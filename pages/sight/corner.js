// The company box at the top right of the page: where the portal says which company is worked on.

// Controls whose middle lies in the top right corner and that bear the mark of a company box, the likeliest first: its
// caption, a CNPJ, or a name that the company's own data page shows. Without any mark a control is none: a choice of
// language or of environment may stand in the same corner. `searches` are stems of what searches something else.
function corner(document, { captions, searches, entries = [] }, names = []) {
  const view = document.defaultView;
  const inCorner = (e) => {
    const box = e.getBoundingClientRect();
    return visible(e) && box.top + box.height / 2 < 170 && box.left + box.width / 2 > view.innerWidth / 2 && box.height < 120;
  };
  const wanted = foldAll(captions);
  const known = companyNames(names, entries);
  const boxes = [...document.querySelectorAll("select, input, [role=combobox], button, a, img[title], img[alt], [onclick], [role=button]")]
    .filter((e) => (e.tagName === "SELECT" ? placeInCorner(e, inCorner) : inCorner(e)))
    .filter((e) => !e.matches("input[type=hidden], input[type=search], input[type=button], input[type=submit], input[type=image], input[type=password], input[type=checkbox], input[type=radio]"))
    .filter((e) => !matchesStem(e.getAttribute("placeholder") || e.getAttribute("title") || "", searches))
    .map((e) => ({ e, score: score(e, wanted, known) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return boxes.map(({ e }) => e);
}

const placeInCorner = (select, inCorner) =>
  inCorner(select) || (!visible(select) && [select.parentElement, select.parentElement?.parentElement].some((p) => p && inCorner(p)));

// What the company's data page shows is its names, and the entries of the corner beside them, which name no company.
function companyNames(texts, entries) {
  const nobody = foldAll(entries);
  return texts.map(fold).filter((text) => !nobody.has(text));
}

// By which of its marks a control is known as the company box, with what each is worth.
function marksOf(element, wanted, known) {
  const named = namesOf(element).flat().concat(element.matches("select, input") ? [] : actionNames(element));
  const texts = element.tagName === "SELECT" ? [...element.options].map((o) => o.text) : boxTexts(element);
  return [
    [8, "remembered", element.hasAttribute("data-company-box")],
    [8, "caption", named.some((n) => wanted.has(n))],
    [6, "name", known.length > 0 && texts.some((t) => isName(fold(t), known))],
    [4, "CNPJ", texts.some(hasCnpj)],
  ].filter(([, , there]) => there);
}

function score(element, wanted, known) {
  const evidence = marksOf(element, wanted, known).reduce((sum, [worth]) => sum + worth, 0);
  if (!evidence) return 0;
  const widget = "[role=combobox], input[list], [aria-autocomplete], input[autocomplete=off], .dropdown-toggle, [aria-haspopup]";
  return evidence + (element.tagName === "SELECT" ? 3 : element.matches(widget) ? 2 : 0);
}

// Of what make the box is, and by which marks it is known; none where the company is plain text.
function makeOfCorner(document, marks, names) {
  const [box] = corner(document, marks, names);
  const found = box ? marksOf(box, foldAll(marks.captions), companyNames(names, marks.entries)).map(([, mark]) => mark) : [];
  return { kind: describeCorner(document, marks, names, false).kind, found };
}

// A name may be cut where it is shown, with or without dots in place of the rest.
function isName(text, known) {
  const start = text.replace(/\s*(\.{2,}|…)$/, "");
  return known.some((n) => n === text || (start.length >= 8 && n.startsWith(start)));
}

const hasCnpj = (text) => /[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}\/?[0-9A-Z]{4}-?[0-9]{2}/i.test(text || "");

function boxText(element) {
  if (element.tagName === "SELECT") return element.selectedOptions[0]?.text.trim() || "";
  if (element.matches("input, textarea")) return element.value.trim();
  return undecorated(words(element)) || element.getAttribute("title") || "";
}

// The sign for "opens a list" is no part of a name.
const undecorated = (text) => text.replace(/\s*[▾▼▿⌄˅∨⏷🔽]+\s*$/u, "");

// What a box says: its text, and the pieces of it where a user's name and a company's stand in one box.
function boxTexts(element) {
  const pieces = element.matches("select, input, textarea") ? [] : [...element.querySelectorAll("*"), element].flatMap(ownTexts);
  return [...new Set([boxText(element), ...pieces])];
}

const ownTexts = (element) =>
  visible(element) ? [...element.childNodes].filter((n) => n.nodeType === 3 && n.data.trim()).map((n) => undecorated(n.data.trim())) : [];

// All words in the corner, for a portal that shows the company as plain text.
function cornerTexts(document) {
  const view = document.defaultView;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || MUTE.has(parent.tagName) || !visible(parent)) continue;
    const box = parent.getBoundingClientRect();
    if (box.bottom > 0 && box.top < 170 && box.left + box.width / 2 > view.innerWidth / 2) found.push(node.data.trim());
  }
  return found;
}

// `texts` is what the box says; all texts in the corner where it is plain text, with or without something to click.
// The options, of which there may be hundreds, only where they are `asked` for.
function describeCorner(document, marks, names, asked = true) {
  const box = corner(document, marks, names)[0];
  if (!box) return { kind: "text", texts: cornerTexts(document), key: "", options: [] };
  if (box.tagName === "SELECT") {
    const options = asked ? [...box.options].map((o) => ({ text: o.text.trim(), key: o.value })) : [];
    return { kind: visible(box) ? "select" : "widget", texts: [boxText(box)], key: box.value, options };
  }
  const kind = box.matches("input") ? (box.readOnly || box.disabled ? "text" : "input") : "button";
  const bare = kind === "button" && (!words(box) || foldAll(marks.captions).has(fold(words(box))));
  return { kind, texts: bare ? cornerTexts(document) : boxTexts(box), key: "", options: [] };
}

// Choose a company in a box that is a plain select, as the browser does; false where it is none, or cannot be chosen now.
function selectInCorner(document, marks, names, text, key) {
  const box = corner(document, marks, names)[0];
  if (!box?.matches("select") || box.disabled || !visible(box)) return false;
  const option = [...box.options].find((o) => o.text.trim() === text && o.value === key);
  if (!option || option.disabled) return false;
  option.selected = true;
  for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
  return true;
}

// What a person can pick in the list that has dropped down near the corner, in the pop-up that has opened, or on the page
// to which that led; `choose` are names of what takes a row there.
function choices(document, choose) {
  const [front] = document.defaultView.frameElement ? [{ document, path: [0] }] : documents(document);
  const inPopUp = front.path.length > 0;
  const holdsMore = (e) => e.querySelector("input, select, th, [role=columnheader]");
  const inFront = (e) => visible(e) && words(e) && (inPopUp || inDroppedLayer(e));
  const offered = (found) => [...new Set(found.map(wholePhrase))].filter((e) => inFront(e) && !holdsMore(e));
  const ways = [
    () => offered([...front.document.querySelectorAll(LISTED), ...suggestions(front.document)]),
    () => [...front.document.querySelectorAll(TICKED)].filter((e) => inFront(e) && radiosIn(e).length === 1),
    () => (inPopUp ? [] : offered(clickables(front.document))),
    () => [...front.document.querySelectorAll("tr, li, [role=row]")].filter((e) => visible(e) && isTaken(e, choose)),
  ];
  const items = ways.reduce((found, way) => (found.length ? found : way()), []);
  return items.filter((e) => !items.some((o) => o !== e && e.contains(o)));
}

const TICKED = "tr, li, [role=row], label, .radio, .form-check, p, div";
const radiosIn = (element) => element.querySelectorAll("input[type=radio]");

// A row with one thing that takes it, and words besides: a mere entry of a menu is none.
function isTaken(row, choose) {
  const takers = actions(row, choose);
  return takers.length === 1 && words(row) !== words(takers[0]);
}

const LISTED = "[role=option], [role=menuitem], [role=row], li, tr, .dropdown-item, [class*=option i]";

// What widgets that complete a text offer: what is called a suggestion beside others of its kind, or lies within it.
function suggestions(document) {
  return [...document.querySelectorAll("[class*=suggest i]")].flatMap((e) =>
    [...(e.parentElement?.children || [])].some((o) => o !== e && o.className === e.className) ? [e] : [...e.children],
  );
}

// A piece that is marked within a text, such as what was typed, is not what is offered: the text is.
function wholePhrase(element) {
  let whole = element;
  while (whole.parentElement && [...whole.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) whole = whole.parentElement;
  return whole;
}

// The words of a choice, in which a piece may be marked within a word: "<b>Lo</b>ja Um" is one name of two words.
function phrase(element) {
  const joined = [...element.childNodes].map((n) => (n.nodeType === 3 ? n.data : words(n))).join("").replace(/\s+/g, " ").trim();
  const mixed = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return mixed && [...element.children].every((c) => c.matches(MARKS)) ? joined : words(element);
}

// The texts of which a choice is made, such as the cells of a row; one within which a piece is marked is a whole.
function pieces(element) {
  const inner = [...element.children].filter((c) => visible(c) && words(c));
  const whole = !inner.length || inner.some((c) => c.matches(MARKS)) || [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return whole ? [phrase(element)] : inner.flatMap(pieces);
}
const MARKS = "b, strong, em, mark, u, i, span[class*=light i], span[class*=match i]";

// Where to click for a choice: on its radio button, or what stands for that; on what takes its row, or else is offered for
// it; on the link in it where that is all it has; else on itself.
function picker(item, choose) {
  const [radio] = radiosIn(item);
  if (radio) return visible(radio) ? radio : radio.labels[0] || item;
  const [taker] = isTaken(item, choose) ? actions(item, choose) : [];
  const inside = clickables(item);
  return taker || (inside.length === 1 || (inside.length && item.matches("tr, [role=row]")) ? inside[0] : item);
}

// The choices of one text; and what takes the one whose radio button is ticked: the nearest thing of one of these names.
const choicesOf = (doc, { text, choose }) => choices(doc, choose).filter((e) => phrase(e) === text);

function confirmers(doc, named) {
  const ticked = choicesOf(doc, named).find((e) => radiosIn(e)[0]?.checked);
  for (let e = ticked; e; e = e.parentElement) {
    const found = actions(e, named.choose).filter(enabled);
    if (found.length) return found;
  }
  return [];
}

function inDroppedLayer(element) {
  const view = element.ownerDocument.defaultView;
  for (let e = element, steps = 0; e && steps < 7; e = e.parentElement, steps++) {
    if (!["absolute", "fixed"].includes(view.getComputedStyle(e).position)) continue;
    const box = e.getBoundingClientRect();
    if (box.width > view.innerWidth * 0.7 && box.height < 170 && box.top < 12) continue; // a bar that stays at the top
    return box.left + box.width / 2 > view.innerWidth * 0.4 && box.top < 320 && !e.contains(element.ownerDocument.querySelector("[type=file]"));
  }
  return false;
}
