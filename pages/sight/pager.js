// How a list of several pages is turned, and whether it says that there is more than can be reached.

// What leads to the next page, to the one before or to the first: by GeneXus's own class, by its name, or by the number of
// the page. By a name, back leads only what lies below a grid: the same signs fold menus and turn other things.
function turners(root, where, names) {
  const structural = [...root.querySelectorAll(`.gx-grid-paging-bar [class*=${where}], [class*=PagingButtons${where}]`)].filter(visible);
  const below = (e) => grids(root).some((g) => e.getBoundingClientRect().top > g.table.getBoundingClientRect().bottom - 10);
  const named = () => actions(root, names).filter((e) => where === "Next" || below(e));
  return structural.length ? structural : named();
}

function turner(root, where, names) {
  const found = turners(root, where, names);
  return (found.length ? found.filter(enabled) : numbered(root, where)).slice(0, 1);
}

function numbered(root, where) {
  const { pages, current } = pageNumbers(root);
  if (!current) return [];
  const others = pages.filter(({ number, thing }) => thing && number !== current);
  const [before, after] = [others.filter((p) => p.number < current), others.filter((p) => p.number > current)];
  const wanted = { Next: after[0], Previous: before[before.length - 1], First: before.find((p) => p.number === 1) }[where];
  return wanted ? [wanted.thing] : [];
}

// The numbers of pages that stand below a list, with the thing that leads to each, and which of them is shown; 0 where
// there are none, or where nothing tells which.
const pageNumbers = once((root) => {
  const ends = grids(root).filter((g) => g.rows.length).map((g) => g.rows[g.rows.length - 1].getBoundingClientRect().bottom);
  const below = (e) => !ends.length || ends.some((end) => e.getBoundingClientRect().top > end - 10);
  const numbers = [...root.querySelectorAll("a, button, span, li, td, b, strong, em, input[type=button], input[type=submit]")]
    .filter((e) => NUMBER.test(said(e)) && visible(e) && below(e));
  const innermost = numbers.filter((e) => !numbers.some((o) => o !== e && e.contains(o)));
  for (const container of new Set(innermost.map((e) => rowOfNumbers(e, innermost)).filter(Boolean))) {
    const pages = innermost.filter((e) => container.contains(e)).map((e) => ({ number: Number(said(e)), e, thing: leading(e, container) }));
    const rising = pages.every((p, i) => !i || p.number > pages[i - 1].number) && pages.some((p, i) => i && p.number === pages[i - 1].number + 1);
    if (rising && pages.some((p) => p.thing)) return { pages, current: shownOf(pages, container) };
  }
  return { pages: [], current: 0 };
});

const NUMBER = /^\d{1,3}$/;
const said = (e) => (e.matches("input") ? e.value : words(e)).trim();

// The nearest thing around a number in which there is another one.
function rowOfNumbers(element, numbers) {
  for (let e = element.parentElement, steps = 0; e && steps < 5; e = e.parentElement, steps++)
    if (numbers.some((o) => o !== element && e.contains(o))) return e;
  return null;
}

function leading(element, container) {
  const thing = element.closest(CLICKABLE) || (getComputedStyle(element).cursor === "pointer" ? element : null);
  return thing && container.contains(thing) && (!thing.matches("a") || thing.hasAttribute("href") || thing.hasAttribute("onclick")) ? thing : null;
}

// The page that is marked as the one that is shown, else the only one that leads nowhere.
function shownOf(pages, container) {
  const marked = pages.filter(({ e }) => {
    const mark = e.closest("[aria-current], [class*=active i], [class*=current i], [class*=selected i]");
    return mark && container.contains(mark) && mark !== container;
  });
  const still = pages.filter(({ thing }) => !thing);
  const [only] = marked.length === 1 ? marked : still.length === 1 ? still : [];
  return only ? only.number : 0;
}

// What a list says of how much there is: the entries of all its pages, 0 where it does not say; and whether it has a
// further page, by its words or by the numbers of its pages.
function extent(root, table, { counts, places, next }) {
  let around = table;
  for (let steps = 0; steps < 3 && around?.parentElement && around.parentElement !== root.body; steps++) around = around.parentElement;
  const text = fold(words(around));
  const told = counts.map((stem) => text.match(new RegExp(stem))).find(Boolean);
  const [, place, last] = places.map((stem) => text.match(new RegExp(stem))).find(Boolean) || [];
  const { pages, current } = pageNumbers(root);
  const unclear = pages.length > 0 && !current && !turners(root, "Next", next).length;
  return { all: told ? Number(told[1]) : 0, further: Number(place) < Number(last) || unclear };
}
