// How a caption leads to its control, in both generations of GeneXus and in plain HTML.
// Ranks: 0 said by the markup (label, aria), 1 read beside or above it, 2 placeholder, 3 tooltip, 4 further off in its row.

const RANKS = 5;
const CONTROLS =
  "input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=image]):not([type=reset])," +
  "select, textarea, [role=combobox], [role=radiogroup], [role=switch], [role=textbox], [contenteditable=true]," +
  "span[id^=span_], [class*=Readonly]";
const MAY_HIDE = "select, input[type=file], input[type=radio], input[type=checkbox]";
const TELLS_NOTHING = "button, a, select, option, textarea, script, style, template, [role=button], [role=listbox], ul";

const isOption = (control) => control.type === "radio";
const isReadOnlyText = (control) => control.matches("span[id^=span_], [class*=Readonly]:not(input):not(select)");

const controls = once((root) =>
  [...root.querySelectorAll(CONTROLS)].filter((c) => visible(c) || (c.matches(MAY_HIDE) && placeVisible(c))),
);

function saidByMarkup(control) {
  const said = [control.getAttribute("aria-label"), referenced(control, "aria-labelledby")];
  if (!isOption(control)) for (const label of control.labels || []) said.push(labelText(label));
  const group = control.closest("fieldset, [role=radiogroup], [role=group]");
  if (isOption(control) && group) {
    const legend = group.querySelector("legend");
    said.push(legend && legend.textContent, group.getAttribute("aria-label"), referenced(group, "aria-labelledby"));
  }
  const forId = control.id || control.name;
  if (forId) {
    const id = CSS.escape(forId.replace(/^span_/, ""));
    for (const label of control.ownerDocument.querySelectorAll(`label[for="${id}"]`))
      if (!isOption(control) || !label.contains(control)) said.push(labelText(label));
  }
  return said;
}

function labelText(label) {
  const copy = label.cloneNode(true);
  copy.querySelectorAll("select, option, textarea, button, script, style, svg").forEach((e) => e.remove());
  return copy.textContent;
}

// A caption in the row above, in the same column, where the control's own row holds controls only.
function readAbove(control) {
  const cell = control.closest("td, th");
  const row = cell && cell.parentElement;
  const above = row && row.previousElementSibling;
  if (!above || above.cells?.length !== row.cells.length || row.cells.length < 2) return "";
  if ([...row.cells].some((c) => words(c) && !c.querySelector(CONTROLS))) return "";
  return above.querySelector(CONTROLS) ? "" : words(above.cells[cell.cellIndex]);
}

// The texts read just before a control (or after it), the nearest first, with no other control between them.
function readBeside(control, forwards) {
  const root = control.ownerDocument.body;
  const walker = control.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  walker.currentNode = forwards ? control.lastChild || control : control;
  const found = [];
  for (let steps = 0; steps < 60 && found.length < 3; steps++) {
    const node = forwards ? walker.nextNode() : walker.previousNode();
    if (!node) break;
    if (node.nodeType === 1) {
      if (node !== control && node.matches(CONTROLS) && !sameGroup(node, control) && visible(node)) break;
      continue;
    }
    const parent = node.parentElement;
    if (!node.data.trim() || !fold(node.data) || parent.closest(TELLS_NOTHING)) continue;
    if (!visible(parent) || control.contains(parent)) continue;
    if (isOption(control) && parent.closest("label")?.control?.type === "radio") continue;
    found.push({ text: node.data, block: parent.closest("td, th, label, dt, p, div, span") || parent });
  }
  return found;
}

// The nearest text beside a control, whole or by its nearest part; behind it only in its own row or block.
function besideOf(control, forwards) {
  const [nearest] = readBeside(control, forwards);
  const own = forwards && (control.closest("tr") || ownBlock(control));
  if (nearest && own && own !== control && !own.contains(nearest.block)) return [];
  return nearest ? [nearest.text, nearest.block.contains(control) ? "" : words(nearest.block)] : [];
}

// Further texts of the same row or group: a caption may stand before "Nenhum arquivo" or the like.
function furtherOf(control) {
  const group = control.closest("tr, li, p, fieldset, .form-group, .row") || (control.type === "file" && ownBlock(control));
  if (!group) return [];
  const further = readBeside(control, false).slice(1);
  return further.filter(({ block }) => group.contains(block) && !block.contains(control)).map(({ block }) => words(block));
}

// The largest block around a control in which there is no other one.
function ownBlock(control) {
  let block = control;
  while (block.parentElement && controls(block.parentElement).every((c) => sameGroup(c, control))) block = block.parentElement;
  return block;
}

const sameGroup = (a, b) =>
  (isOption(a) && isOption(b) && a.name === b.name) || a.contains(b) || b.contains(a) || hidesBehind(a, b);

// A native control and the widget shown in its place are one thing to a person.
function hidesBehind(a, b) {
  const [hidden, shown] = visible(a) ? [b, a] : [a, b];
  if (visible(hidden) || !visible(shown)) return false;
  return hidden.parentElement?.contains(shown) || hidden.parentElement?.parentElement?.contains(shown) || false;
}

const namesOf = once((control) => {
  const behind = isReadOnlyText(control) || control.type !== "checkbox" ? [] : besideOf(control, true);
  const above = readAbove(control);
  const ranked = [
    saidByMarkup(control),
    [...(above ? [above] : besideOf(control, false)), ...behind],
    [control.getAttribute("placeholder"), control.getAttribute("data-placeholder")],
    [control.getAttribute("title"), control.getAttribute("data-original-title")],
    furtherOf(control),
  ];
  return ranked.map((names) => names.filter(Boolean).map(fold).filter(Boolean));
});

// The controls that a caption leads to: those of the best rank, one for each group of radios or widget.
function fields(root, captions) {
  const wanted = foldAll(captions);
  const all = controls(root).map((control) => ({ control, names: namesOf(control) }));
  for (let rank = 0; rank < RANKS; rank++) {
    const found = all.filter(({ names }) => names[rank].some((n) => wanted.has(n))).map(({ control }) => control);
    if (found.length) return oneOfEachGroup(found);
  }
  return [];
}

function oneOfEachGroup(found) {
  const native = (c) => (c.matches("input, select, textarea") ? 0 : 1);
  const kept = [];
  for (const control of [...found].sort((a, b) => native(a) - native(b)))
    if (!kept.some((k) => sameGroup(k, control))) kept.push(control);
  return kept;
}

// What stands beside a caption that has no control: how read-only screens show their data.
function textBeside(root, captions) {
  const wanted = foldAll(captions);
  const found = [];
  for (const element of root.querySelectorAll("td, th, dt, label, span, div, b, strong, p")) {
    if (!wanted.has(fold(words(element))) || !visible(element)) continue;
    if ([...element.children].some((c) => wanted.has(fold(words(c))))) continue; // the innermost one
    const text = element.nextSibling;
    if (text?.nodeType === 3 && fold(text.data)) {
      found.push(text.data.trim());
      continue;
    }
    let next = element;
    while (next && !next.nextElementSibling && next !== root) next = next.parentElement;
    const sibling = next && next.nextElementSibling;
    if (sibling && words(sibling)) found.push(words(sibling));
  }
  return found;
}

// What stands on the same page as a form, and is no part of it.
const besideTheForm = (doc, box) => new Set([...corner(doc, box), ...doc.querySelectorAll("header *, nav *")]);

// Which of Apelido and Certificado Padrão this form does not ask for: no caption leads there, and nothing that no caption
// accounts for could be it by another name. `found` are the controls by field; `answers` are the words for yes and no.
function missing(doc, found, { box, answers }) {
  const outside = besideTheForm(doc, box);
  const inCorner = (c) => doc.defaultView === doc.defaultView.top && placeInCorner(c, inTopRight); // a company box without a mark
  const known = Object.values(found).flat();
  const layer = overlay(doc);
  const inNotice = (e) => layer !== null && layer.contains(e) && !known.some((k) => layer.contains(k)); // it lies over the form
  const strangers = controls(doc).filter((c) => !inNotice(c) && !outside.has(c) && !inCorner(c) && !isReadOnlyText(c) && !known.some((k) => sameGroup(k, c)));
  const chosen = strangers.filter((c) => c.matches(CHOSEN));
  const typed = strangers.filter((c) => !c.matches(`${CHOSEN}, input[type=file], input[type=password]`));
  return [
    ...(found.nickname.length || typed.length ? [] : ["nickname"]),
    ...(found.default.length || chosen.length || actions(doc, answers).some((e) => !inNotice(e)) ? [] : ["default"]),
  ];
}

const CHOSEN = "select, input[type=radio], input[type=checkbox], [role=combobox], [role=radiogroup], [role=switch]";
