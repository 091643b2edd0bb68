// Lists that are no tables: rows of bare blocks below a row of titles, or a card for each entry with its own captions.
// Both are told as a grid: `cells` gives those of a row, in the order of `columns`.

const PIECES = "span, div, b, strong, small, p, dt, label, li, h3, h4, h5";
const TITLES_OF_A_LIST = 3; // two blocks side by side may be a caption and its value

const captioned = (root, names) => {
  const wanted = foldAll(names);
  return [...root.querySelectorAll(PIECES)].filter((e) => !e.childElementCount && wanted.has(fold(words(e))) && visible(e));
};

// Rows of equal blocks, the first of which holds nothing but titles, and those once; the rows may stand in a block of their own beside it.
function bareGrids(root, columns) {
  const heads = captioned(root, columns[0]).map((title) => headAround(title, columns.map(foldAll))).filter(Boolean);
  return [...new Set(heads)].map((head) => {
    const titles = [...head.children].map(words);
    const titled = titles.map(Boolean).lastIndexOf(true) + 1;
    const beside = [...following(head), ...following(head.parentElement).flatMap((block) => [...block.children])];
    const rows = beside.filter((row) => visible(row) && words(row) && row.children.length >= titled);
    const odd = following(head).filter((row) => visible(row) && row.children.length > 1 && !rows.includes(row) && !holdsRows(row, titled));
    return { table: head.parentElement, columns: titles, rows, odd: odd.map(words), cells: (row) => [...row.children] };
  });
}

const holdsRows = (block, titled) => [...block.children].some((row) => row.children.length >= titled);

function headAround(title, wanted) {
  for (let row = title.parentElement, steps = 0; row && steps < 3; row = row.parentElement, steps++) {
    const titles = [...row.children].map((c) => fold(words(c)));
    if (row.closest("table, form, [role=grid], [role=table]") && !row.closest("form[id=MAINFORM]")) return null;
    if (titles.filter(Boolean).length < TITLES_OF_A_LIST) continue;
    if (titles.some((t) => /\d/.test(t)) || following(row).some((r) => titles.includes(fold(words(r.firstElementChild))))) return null;
    return wanted.every((names) => titles.some((t) => names.has(t))) && !row.querySelector("input, select, button, a") ? row : null;
  }
  return null;
}

function following(element) {
  const found = [];
  for (let e = element?.nextElementSibling; e; e = e.nextElementSibling) found.push(e);
  return found;
}

// The smallest block around each caption of the first column that has one caption of every other column too.
function cards(root, columns) {
  const found = captioned(root, columns[0]).map((caption) => {
    let card = caption.parentElement;
    while (card && card !== root && columns.some((names) => !captioned(card, names).length)) card = card.parentElement;
    return card;
  });
  const whole = found.filter((card) => card && columns.every((names) => captioned(card, names).length === 1));
  return whole.length === found.length ? whole.filter((card) => !holdsControls(card)) : [];
}

const holdsControls = (card) => [...card.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(visible).length;

function cardsAsGrid(root, columns) {
  const rows = cards(root, columns);
  if (!rows.length) return undefined;
  const titles = [...rows[0].querySelectorAll(PIECES)].filter((e) => !e.childElementCount && valueBeside(e, rows[0])).map(words);
  const cells = (row) => titles.map((title) => valueBeside(captioned(row, [title])[0], row) || row.ownerDocument.createElement("span"));
  return { table: rows[0].parentElement, columns: titles, rows, odd: [], cells };
}

// What stands after a caption, within its card.
function valueBeside(caption, card) {
  let e = caption;
  while (e && e !== card && !e.nextElementSibling) e = e.parentElement;
  const value = e && e !== card ? e.nextElementSibling : null;
  return value && words(value) ? value : null;
}
