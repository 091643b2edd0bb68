// Things that a person clicks, by the name that a person reads: text, value, title or alt.

const CLICKABLE =
  "button, a, input[type=button], input[type=submit], input[type=image], img[alt], img[title], area, summary," +
  "[role=button], [role=link], [role=menuitem], [role=tab], [role=option], [role=treeitem], [onclick], [data-gx-evt]";

const actionNames = once((element) => {
  const image = element.querySelector?.("img[alt], img[title], svg[aria-label]");
  const names = [
    element.matches("input") ? element.value : words(element),
    element.getAttribute("aria-label"),
    referenced(element, "aria-labelledby"),
    element.getAttribute("title"),
    element.getAttribute("data-original-title"),
    element.getAttribute("alt"),
  ];
  if (image && !words(element)) names.push(image.getAttribute("alt"), image.getAttribute("title"));
  return names.filter(Boolean).map(fold).filter(Boolean);
});

const clickables = once((root) => {
  const found = new Set([...root.querySelectorAll(CLICKABLE)].filter(visible));
  for (const element of root.querySelectorAll("span, div, li, td, p, label")) {
    if (element.childElementCount > 3 || found.has(element) || !visible(element)) continue;
    if (getComputedStyle(element).cursor === "pointer" && !element.closest(CLICKABLE)) found.add(element);
  }
  return [...found];
});

function actions(root, captions) {
  const wanted = foldAll(captions);
  const named = clickables(root).filter((e) => actionNames(e).some((n) => wanted.has(n)));
  const outermost = named.filter((e) => !named.some((o) => o !== e && o.contains(e)));
  return oneOfEachDeed(oneOfEachPair(outermost));
}

// Where in the view a person would click it; null where something lies over it, it is out of view, or in a frame.
function spotOf(element) {
  const doc = element.ownerDocument;
  const box = element.getClientRects()[0];
  if (!box || doc.defaultView !== doc.defaultView.top || element.matches(":disabled, [aria-disabled=true]")) return null;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  return element.contains(doc.elementFromPoint(x, y)) ? [x, y] : null;
}

// Entries of a menu or of a panel, which may bear more beside their name: a number, or what one does there. By the name
// alone, where any is called just so; else by the first words of each.
function entries(root, captions) {
  const found = actions(root, captions);
  if (found.length) return found;
  const wanted = foldAll(captions);
  const led = clickables(root).filter((e) => wanted.has(fold(firstWords(e))));
  return oneOfEachDeed(oneOfEachPair(led.filter((e) => !led.some((o) => o !== e && o.contains(e)))));
}

function firstWords(element, counts = visible) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (/\p{L}/u.test(node.data) && counts(node.parentElement)) return node.data; // a mere number counts something
  return "";
}

// The one field to type into beside the one for the password: on a login screen that is the user's, whatever it is called.
function besideThePassword(root) {
  const passwords = [...root.querySelectorAll("input[type=password]")].filter(visible);
  if (passwords.length !== 1) return [];
  const form = passwords[0].closest("form") || root;
  const typed = [...form.querySelectorAll("input[type=text], input[type=email], input[type=tel], input:not([type])")].filter(visible);
  return typed.length === 1 ? typed : [];
}

// What sends a password: of several things of one name those nearest to it, such as its form's button rather than an entry
// of the menu above.
function senders(root, captions) {
  const found = actions(root, captions);
  const [password, another] = [...root.querySelectorAll("input[type=password]")].filter(visible);
  if (found.length < 2 || !password || another) return found;
  let around = password;
  while (!found.some((e) => around.contains(e))) around = around.parentElement;
  return found.filter((e) => around.contains(e));
}

// Two of one name that say in the document that they do the very same, such as a Salvar above a form and one below it,
// are one thing to a person. What a handler does to its own place may be another thing in each.
function oneOfEachDeed(found) {
  const deeds = found.map(deed);
  return found.filter((_, i) => !deeds[i] || deeds.indexOf(deeds[i]) === i);
}

function deed(element) {
  const handler = (element.getAttribute("onclick") || "").trim();
  const address = element.matches("a[href]") && !leadsNowhere(element) ? element.href : "";
  const said = handler || address ? `${handler} ${address}` : "";
  return /\b(this|event)\b/.test(handler) || /^(return false;?|void\(0\);?)?$/.test(said.trim()) ? "" : said;
}

// An icon and its text side by side, both clickable, are one thing to a person.
function oneOfEachPair(found) {
  const kept = [];
  for (const element of found) {
    const twin = kept.findIndex((k) => {
      const both = commonAncestor(k, element);
      return both !== element.ownerDocument.body && fold(words(both)) === fold(words(element) || words(k));
    });
    if (twin < 0) kept.push(element);
    else if (words(element)) kept[twin] = element;
  }
  return kept;
}

function commonAncestor(a, b) {
  let ancestor = a;
  while (ancestor && !ancestor.contains(b)) ancestor = ancestor.parentElement;
  return ancestor || a.ownerDocument.body;
}

const enabled = (e) =>
  !e.disabled && e.getAttribute("aria-disabled") !== "true" && !/(^|[\s-])disabled/i.test(e.className || "") &&
  !e.closest(".disabled, [aria-disabled=true]");

const HEADINGS = "h1, h2, h3, h4, h5, legend, caption, [role=heading], [class*=itle], [class*=eading], [class*=roupName]";

// Of several things of one name, those that stand below a heading, such as the group Empresa of the control panel.
function actionsInGroup(root, captions, groups) {
  const wanted = foldAll(groups);
  const headings = [...root.querySelectorAll(HEADINGS)].filter((h) => visible(h) && words(h) && words(h).length < 40);
  const headingOf = (element) =>
    headings.filter((h) => h.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && !h.contains(element)).pop();
  return entries(root, captions).filter((e) => wanted.has(fold(words(headingOf(e) || e.ownerDocument.head))));
}

// What unfolds the section of a menu in which a hidden entry lies: the head right before the section.
function unfolders(root, captions) {
  for (const entry of hiddenEntries(root, captions)) {
    let branch = entry;
    while (branch.parentElement && !visible(branch.parentElement)) branch = branch.parentElement;
    let head = branch.previousElementSibling;
    while (head && !visible(head)) head = head.previousElementSibling;
    const toggles = head ? clickables(head.parentElement).filter((c) => head.contains(c) && leadsNowhere(c)) : [];
    if (toggles.length) return [toggles[toggles.length - 1]];
    if (head && clickables(root).includes(head.parentElement) && leadsNowhere(head.parentElement)) return [head];
  }
  return [];
}

function hiddenEntries(root, captions) {
  const wanted = foldAll(captions);
  const said = (e) => [e.textContent || e.getAttribute("title"), e.matches("a, button") ? firstWords(e, () => true) : ""];
  return [...root.querySelectorAll("a, span, li, td, div, img, button")].filter(
    (e) => e.childElementCount < 4 && !visible(e) && said(e).some((text) => wanted.has(fold(text))),
  );
}

// What may show a hidden entry while the pointer is on it: the nearest thing around it that can be seen.
function around(root, captions) {
  for (const entry of hiddenEntries(root, captions)) {
    let shown = entry.parentElement;
    while (shown && !visible(shown)) shown = shown.parentElement;
    if (shown && shown !== root && words(shown)) return [shown];
  }
  return [];
}

// What opens a menu that is folded away as a whole: by its name, else the three bars that stand for one.
const BARS =
  ".navbar-toggle, .navbar-toggler, [class*=hamburger i], [class*=sidebar-toggle i], [class*=menu-toggle i], .fa-bars, [class*=icon-menu i]";

function menuOpeners(root, captions) {
  const named = actions(root, captions);
  const bars = [...root.querySelectorAll(BARS)].filter(visible);
  return named.length ? named : bars.filter((b) => !bars.some((o) => o !== b && o.contains(b))).slice(0, 1);
}

const leadsNowhere = (e) => !e.matches("a[href]") || /^(#|javascript:)/i.test(e.getAttribute("href"));
