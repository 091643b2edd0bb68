// The captions that are there, those most like the wanted ones first: what an error tells when a caption is missing.

function allNames(root, engine) {
  if (engine === "caption") return controls(root).flatMap((c) => namesOf(c).flat());
  if (["action", "entry", "sender"].includes(engine)) return clickables(root).flatMap(actionNames);
  return grids(root).flatMap((g) => g.columns.map(fold));
}

function nearest(root, { engine, wanted }) {
  const names = [...new Set(allNames(root, engine))].filter((n) => n && n.length < 60);
  const targets = wanted.map(fold);
  const likeness = (name) => Math.max(...targets.map((t) => sharedPairs(name, t)));
  return names.sort((a, b) => likeness(b) - likeness(a)).slice(0, 5);
}

// Which of the awaited screens the frontmost document resembles most, by how much of a landmark it has; the captions that
// it lacks of it, and those most like them. Nothing, if it lacks no caption.
function lacking(top, landmarks) {
  const [{ document }] = documents(top);
  const found = Object.entries(landmarks).flatMap(([screen, ways]) => ways.map(({ all }) => {
    const missing = all.filter((test) => !holds(document, test));
    const [test, ...wanted] = missing.find(([test]) => test in LOOKED_FOR_AS) || [];
    return { screen, share: missing.length / all.length, engine: LOOKED_FOR_AS[test], wanted };
  }));
  const [best] = found.filter(({ engine }) => engine).sort((a, b) => a.share - b.share);
  return best ? { screen: best.screen, wanted: best.wanted, nearest: nearest(document.body, best) } : null;
}
const LOOKED_FOR_AS = { field: "caption", action: "action", entry: "entry", column: "column", present: "action", beside: "caption" };

// Dice's coefficient over pairs of letters: 1 for the same text, 0 for nothing in common.
function sharedPairs(a, b) {
  const pairs = (text) => new Set([...text].slice(1).map((c, i) => text[i] + c));
  const [x, y] = [pairs(a), pairs(b)];
  const shared = [...x].filter((p) => y.has(p)).length;
  return x.size + y.size ? (2 * shared) / (x.size + y.size) : 0;
}
