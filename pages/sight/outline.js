// What is on a screen, for somebody who cannot see it: how each thing is found, and an outline without any value.

const BY_RANK = ["label", "text beside it", "placeholder", "tooltip", "text in its row"];
const DIGITS = /[0-9]/g;
const PERSONAL = /\S+@\S+|\d[\d./-]{5,}\d/g;

// By what each match of a caption or name is found: the declared word, and where it stands.
function foundBy(root, engine, names) {
  const wordOf = (said) => names.find((name) => said.includes(fold(name))) || names[0];
  if (engine === "caption")
    return fields(root, names).map((control) => {
      const ranked = namesOf(control);
      const rank = ranked.findIndex((said) => said.some((n) => foldAll(names).has(n)));
      return `${wordOf(ranked[rank] || [])} (${BY_RANK[rank] || "group"})`;
    });
  const press = { action: actions, entry: entries, sender: senders }[engine];
  if (press) return press(root, names).map((e) => `${wordOf(actionNames(e))} (${placeOfName(e)})`);
  if (engine === "column") {
    const titles = grids(root).flatMap((g) => g.columns).filter((c) => foldAll(names).has(fold(c)));
    return titles.map((title) => `${title} (column)`);
  }
  if (engine === "beside") return [...textBeside(root, names), ...fields(root, names)].slice(0, 1).map(() => `${names[0]} (text)`);
  if (engine === "paging") return paging(root, names, wordOf);
  if (engine === "present") return isPresent(root.ownerDocument, foldAll(names)) ? [`${names[0]} (folded away)`] : [];
  return [];
}

function placeOfName(element) {
  if (element.matches("input")) return "value";
  if (words(element)) return "text";
  return ["aria-label", "title", "alt"].find((a) => element.getAttribute(a)) || "image";
}

const kindOf = (control) =>
  control.matches("input") ? control.type : control.getAttribute("role") || control.tagName.toLowerCase();

// Names that may be the one that is missing, the likeliest first: declared guesses, what stands beside what is known, what
// resembles it. `claimed` are names that belong to other things of the screen.
function candidates(root, { engine, names, guesses, kinds, claimed }) {
  const taken = foldAll(claimed);
  const wanted = names.map(fold);
  const guessed = foldAll(guesses);
  const pool = new Map();
  const put = (name, near) => {
    if (name && name.length < 60 && !taken.has(name)) pool.set(name, Math.max(near, pool.get(name) || 0));
  };
  if (engine === "caption") {
    const fit = controls(root).filter((c) => visible(c) || kindOf(c) === "file");
    const right = fit.filter((c) => kinds.includes(kindOf(c)));
    for (const control of right) for (const name of namesOf(control).find((n) => n.length) || []) put(name, 1);
  } else if (["action", "entry", "sender"].includes(engine)) {
    const known = clickables(root).filter((e) => actionNames(e).some((n) => taken.has(n)));
    for (const e of clickables(root)) for (const name of actionNames(e)) put(name, isBeside(e, known) ? 0.5 : 0);
  } else for (const title of grids(root).flatMap((g) => g.columns.map(fold))) put(title, 0);
  const likeness = (name) => Math.max(0, ...wanted.map((w) => sharedPairs(name, w)));
  const score = ([name, near]) => (guessed.has(name) ? 2 : 0) + near + likeness(name);
  const sorted = [...pool].sort((a, b) => score(b) - score(a)).map(([name]) => name);
  return sorted.slice(0, 5).map((name) => ({ name: asWritten(root, name), guessed: guessed.has(name) }));
}

const isBeside = (e, known) =>
  known.some((k) => k !== e && commonAncestor(k, e) !== e.ownerDocument.body && commonAncestor(k, e).querySelectorAll("*").length < 12);

// A folded name as it stands on the screen.
function asWritten(root, folded) {
  for (const e of root.querySelectorAll("*")) {
    const texts = [e.value, e.title, e.alt, e.placeholder, e.getAttribute("aria-label"), words(e)];
    const found = texts.find((t) => typeof t === "string" && t.length < 80 && fold(t) === folded);
    if (found) return found.replace(/\s*[:*]+\s*$/, "").trim();
  }
  return folded;
}

// One line for each control, link, title and heading: what it is and how it is called. No values, no numbers; no names in
// the top right corner and in the rows of a list, where those of people and companies stand, nor what repeats them.
function outline(document, marks) {
  const lines = [];
  for (const { document: doc, path } of documents(document)) {
    const where = path.length ? "iframe " : "";
    const own = doc.body;
    const mine = corner(doc, marks)[0];
    const say = (what, name) => lines.push(`${where}${what}: ${namesSomebody(name, document, marks) ? "…" : masked(name)}`);
    for (const control of controls(own)) {
      if (control === mine || inRow(control)) continue;
      const ranked = isReadOnlyText(control) ? namesOf(control).slice(0, 1) : namesOf(control);
      const rank = ranked.findIndex((names) => names.length);
      say(`${control.tagName.toLowerCase()} ${kindOf(control)} by ${BY_RANK[rank] || "nothing"}`, (ranked[rank] || [""])[0]);
    }
    if (mine) lines.push(`${where}company box ${mine.tagName.toLowerCase()} ${kindOf(mine)}`);
    for (const e of clickables(own)) {
      if (inRow(e) || (mine && (mine.contains(e) || e.contains(mine)))) continue;
      say(`${e.tagName.toLowerCase()} by ${placeOfName(e)}`, inTopRight(e) ? "" : e.matches("input") ? e.value : words(e) || actionNames(e)[0] || "");
    }
    for (const grid of grids(own)) for (const title of grid.columns) say("column", title);
    for (const h of own.querySelectorAll("h1, h2, h3, h4, legend")) if (visible(h)) say(h.tagName.toLowerCase(), words(h));
  }
  return [...new Set(lines)];
}

const masked = (name) => (name || "").slice(0, MOST_TOLD).replace(PERSONAL, "…").replace(DIGITS, "9");
const inRow = (e) => e.closest("td, [role=gridcell]") !== null && grids(e.ownerDocument).some((g) => g.rows.some((r) => r.contains(e)));

// Whether a text repeats a name that the top right corner shows, or that the company box there offers.
function namesSomebody(text, top, marks) {
  const said = wordsIn(text);
  const repeats = (name) => isAmong(name, said) || (name[0].length > 3 && said.includes(name[0])) || ((text || "").length > 3 && isAmong(said, name));
  return said.length > 0 && namesInCorner(top, marks).some(repeats);
}

function namesInCorner(top, marks) {
  const box = corner(top, marks)[0];
  const offered = box?.tagName === "SELECT" ? [...box.options].map((o) => o.text) : box ? boxTexts(box) : [];
  const nobody = foldAll([...marks.captions, ...marks.entries]);
  const texts = [...cornerTexts(top), ...offered].filter((text) => !nobody.has(fold(text)));
  const parts = texts.flatMap((text) => text.replace(CNPJS, " - ").split(/\s[-–—|]\s/));
  return parts.map(wordsIn).filter((words) => words.join("").length > 3);
}

const wordsIn = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const isAmong = (some, all) => ` ${all.join(" ")} `.includes(` ${some.join(" ")} `);

// What a picture must not show: whatever is not a caption, a title, or something to press; and what repeats a name.
function personal(root, marks) {
  const doc = root.ownerDocument || root;
  const top = doc.defaultView.top.document;
  const inputs = controls(doc.body).filter(visible);
  const leaves = [...doc.body.querySelectorAll("*")].filter(
    (e) => ![...e.children].some((c) => !c.matches("br, b, i")) && visible(e) && words(e) && (!tellsNobody(e) || namesSomebody(words(e), top, marks)),
  );
  return [...inputs, ...leaves];
}

function tellsNobody(e) {
  if (e.closest("label, legend, h1, h2, h3, h4, th, option") || inTopRight(e) === false && e.closest(CLICKABLE)) return !inRow(e);
  return false;
}

function inTopRight(e) {
  const box = e.getBoundingClientRect();
  return box.top < 170 && box.left + box.width / 2 > e.ownerDocument.defaultView.innerWidth / 2;
}

function paging(root, names, wordOf) {
  const [named] = turners(root, "Next", names), { pages } = pageNumbers(root);
  if (named) return [`${wordOf(actionNames(named))} (${enabled(named) ? "leads on" : "last page"})`];
  return pages.length ? [pages.map(({ number }) => number).join(" ")] : [];
}
