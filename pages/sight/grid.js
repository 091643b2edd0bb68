// A grid as a person reads it: its column titles, and for each row the text, state or picture of each cell.

const grids = once((root) => {
  const tables = [...root.querySelectorAll("table, [role=grid], [role=table]")].filter(visible);
  return tables.map(readGrid).filter((g) => g.columns.length > 1);
});

const rowsOf = (table) =>
  table.tagName === "TABLE" ? [...table.rows] : [...table.querySelectorAll("[role=row]")];
const cellsOf = (row) =>
  row.tagName === "TR" ? [...row.cells] : [...row.querySelectorAll("[role=columnheader], [role=cell], [role=gridcell]")];
const columnThere = (doc, names) =>
  [...grids(doc), ...bareGrids(doc, [names])].some((g) => g.columns.some((c) => foldAll(names).has(fold(c))));
const isHeading = (row) => {
  const cells = cellsOf(row);
  return cells.length > 1 && cells.some((c) => c.matches("th, [role=columnheader]"));
};

// `rows` are those that reach as far as the titles do, an extra cell for icons or not; `odd` are told, never dropped.
function readGrid(table) {
  const own = rowsOf(table).filter((row) => row.closest("table, [role=grid], [role=table]") === table);
  const head = own.find(isHeading) || own[0];
  const columns = head ? spread(head).map((c) => words(c) || c.getAttribute("title") || c.getAttribute("aria-label") || "") : [];
  const titled = columns.map(Boolean).lastIndexOf(true) + 1;
  const body = own.filter((row) => row !== head && visible(row) && !isHeading(row) && words(row));
  const rows = body.filter((row) => spread(row).length >= titled && cellsOf(row).length > 1);
  return { table, columns, rows, odd: body.filter((row) => !rows.includes(row) && cellsOf(row).length > 1).map(words) };
}

// A row's cells, each as often as the columns that it spans.
const spread = (row) => cellsOf(row).flatMap((cell) => Array(cell.colSpan || 1).fill(cell));

function cellText(cell) {
  const mark = cell.querySelector("input[type=checkbox], [role=checkbox], [role=switch], [aria-checked]");
  if (mark) return (mark.checked ?? mark.getAttribute("aria-checked") === "true") ? "☑" : "☐";
  const select = cell.querySelector("select");
  if (select) return select.selectedOptions[0]?.text.trim() || "";
  const input = cell.querySelector("input:not([type=hidden]):not([type=image]):not([type=button])");
  if (input && visible(input)) return input.value.trim();
  const text = words(cell);
  if (text) return text;
  const image = cell.querySelector("img, i[title], i[aria-label], svg[aria-label], span[title]");
  return image ? image.getAttribute("alt") || image.getAttribute("title") || image.getAttribute("aria-label") || "" : "";
}

// The grid whose titles name all that is wanted: one list of captions for each column that must be there. Titles may
// stand in a table of their own, above the one with the rows.
function gridWith(root, columns) {
  const wanted = columns.map(foldAll);
  const titled = grids(root).filter((g) => wanted.every((names) => g.columns.some((c) => names.has(fold(c)))));
  const whole = titled.find((g) => g.rows.length || g.odd.length);
  if (!titled.length) return bareGrids(root, columns)[0] || cardsAsGrid(root, columns);
  if (whole) return whole;
  const [titles] = titled;
  for (const table of [...root.querySelectorAll("table, [role=grid], [role=table]")].filter(visible)) {
    const below = titles.table.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING;
    const rows = rowsOf(table).filter((row) => visible(row) && !isHeading(row) && words(row));
    const like = rows.filter((row) => spread(row).length >= titles.columns.filter(Boolean).length && cellsOf(row).length > 1);
    if (below && like.length) return { ...titles, rows: like, odd: [] };
  }
  return titles;
}
