// What a person can read: folded text, visibility, and an element's own words without those of its controls.

// A question is answered while nothing on the page changes: what was found out once holds until the next question.
let known = new Map();
const forget = () => { known = new Map(); };
const once = (find) => (subject) => {
  const answers = known.get(find) || known.set(find, new Map()).get(find);
  if (!answers.has(subject)) answers.set(subject, find(subject));
  return answers.get(subject);
};

// Characters of one text that are told. It is cut for good by whoever has taken the secrets out of it, and far shorter:
// what is left of a secret that was cut is known by nobody.
const MOST_TOLD = 20000;

const MUTE = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "OPTION", "SELECT", "TEXTAREA"]);

// Without accents, capitals, double blanks, and what stands around a caption: marks ("* Senha:" is "senha"), a question
// mark, and what may be filled in, in brackets ("Arquivo PFX (máx. 2 MB)").
const HINT = /\s*\([^()]{0,40}(\bmax\b|maxim|\bate \d|caracteres|\b[km]b\b|\bpfx\b|\bp12\b|\bsim\b|opcional)[^()]{0,40}\)$/;
const fold = once((text) =>
  (text || "")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\*\s*|\s*[:*]+\s*$/g, "")
    .replace(/\s*(\*|\(\*\)|\(obrigatorio\))$/, "")
    .replace(HINT, "")
    .replace(/\s*[:?*]+$/, ""),
);

const foldAll = (names) => new Set(names.map(fold));

const visible = once((element) => {
  if (!element.isConnected) return false;
  const view = element.ownerDocument.defaultView;
  if (!view || element.getClientRects().length === 0) return false;
  return view.getComputedStyle(element).visibility === "visible";
});

// A native control that a widget stands for is hidden itself, though its place on the screen is not.
function placeVisible(element) {
  for (let e = element, steps = 0; e && steps < 4; e = e.parentElement, steps++) if (visible(e)) return true;
  return false;
}

// The words inside an element, without those of selects, text areas and scripts.
const words = once((element) => {
  if (!element || MUTE.has(element.tagName)) return "";
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === 3) text += node.data;
    else if (node.nodeType === 1 && visible(node)) text += ` ${words(node)} `;
  }
  return text.replace(/\s+/g, " ").trim();
});

// All that is shown in an element but what can be chosen in a select, which has a line of its own there for each option.
function unchosen(element) {
  const lines = (e) => `\n${e.innerText}\n`;
  const selects = [...element.querySelectorAll("select")].filter(visible);
  const text = selects.reduce((whole, select) => whole.replace(lines(select), "\n"), lines(element));
  return text.replace(/\s+/g, " ").trim();
}

function referenced(element, attribute) {
  const ids = (element.getAttribute(attribute) || "").split(/\s+/).filter(Boolean);
  const found = ids.map((id) => element.ownerDocument.getElementById(id)).filter(Boolean);
  return found.map((e) => e.textContent).join(" ");
}

// The way to a document, by marks that its iframes keep: which one it is in its page changes when another comes or goes.
const MARK = "data-pages-frame";
function pathTo(document) {
  const path = [];
  for (let frame = document.defaultView.frameElement; frame; frame = frame.ownerDocument.defaultView.frameElement) {
    if (!frame.hasAttribute(MARK)) frame.setAttribute(MARK, Math.random().toString(36).slice(2));
    path.unshift(frame.getAttribute(MARK));
  }
  return path;
}

// Same-origin documents on the screen, the frontmost first: pop-ups lie later in the page than what they cover.
function documents(top) {
  const found = [];
  const walk = (document, path) => {
    const frames = [...document.querySelectorAll("iframe, frame")];
    frames.forEach((frame, index) => {
      let inner = null;
      try {
        inner = frame.contentDocument;
      } catch {
        return; // another origin: not ours to read
      }
      if (inner && inner.body && visible(frame) && frame.offsetWidth > 40 && frame.offsetHeight > 40)
        walk(inner, [...path, index]);
    });
    found.unshift({ document, path });
  };
  walk(top, []);
  // walk() put the top document first and its last frame after it; the frontmost is the last pop-up.
  return [...found.slice(1), ...found.slice(0, 1)];
}
