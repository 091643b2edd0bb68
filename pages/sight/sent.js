// What a document says that the server has sent, and that no browser has drawn: no script has run in it, nothing is hidden.

const SILENT = "script, style, template, noscript, head, option:not([selected])";

// The CNPJ that stands alone beside its caption, bare, if it is the only one in the whole document; otherwise nothing:
// what a person would read there, only a browser could tell.
function numberSent(html, captions) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const numbers = new Set(piecesOf(body).flatMap(cnpjsIn));
  return numbers.size === 1 && besideCaption(body, captions).some(isCnpj) ? [...numbers][0] : "";
}

const isCnpj = (text) => cnpjsIn(text)[0] === text.replace(/[./-]/g, "").toUpperCase(); // and no name with one within it

// Every piece of text, and what is written in a field that is not hidden.
function piecesOf(root) {
  const silent = (node) => node.nodeType === 1 && node.matches(SILENT);
  const accept = (node) => (silent(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, accept);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    found.push(node.nodeType === 3 ? node.data : node.matches("input:not([type=hidden], [type=password])") ? node.defaultValue : "");
  return found.map((text) => text.trim()).filter(Boolean);
}

// What stands in the smallest block in which there is more than the caption.
function besideCaption(body, captions) {
  const wanted = foldAll(captions);
  const isCaption = (e) => !e.closest(SILENT) && [...e.childNodes].some((n) => n.nodeType === 3 && wanted.has(fold(n.data)));
  return [...body.querySelectorAll("*")].filter(isCaption).flatMap((caption) => {
    for (let block = caption; block !== body; block = block.parentElement) {
      const others = piecesOf(block).filter((text) => !wanted.has(fold(text)));
      if (others.length) return others;
    }
    return [];
  });
}
