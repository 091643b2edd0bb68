// The one press of Salvar: what becomes of a click is heard of before the portal's own scripts can hear of it.

// It stands at the page's own window, whichever frame Salvar is in: it goes with the page, and not before.
const PRESS = Symbol.for("pages.press");

// Hear of every click in a window; `first`, where no script of the portal's can have come before. What arrives at Salvar
// goes on. What arrives elsewhere while it is being pressed does nothing, nor what follows from the same click.
function hearOfPresses(view, first) {
  const hear = (event) => {
    const press = pressIn(view);
    if (!press) return;
    const ours = press.guarded && event.isTrusted; // the click that is being made, or another person's
    if (event.composedPath().includes(press.target) && !(ours && press.missed)) {
      press.arrived = true;
      press.guarded &&= event.type !== "click"; // which may go on to what it is the label of
    } else if (ours) {
      if (!first) press.doubted = true;
      else if (event.type === "pointerdown" && !press.arrived) press.missed = true;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
    view.addEventListener(kind, hear, { capture: true, passive: false });
}

function pressIn(view) {
  try {
    return view.top[PRESS];
  } catch {
    return null; // another origin
  }
}

// Salvar is about to be pressed. A document that was rewritten has lost those who hear first: then it is heard of as well
// as may be.
function armPress(element, number) {
  const top = element.ownerDocument.defaultView.top;
  top[PRESS] = { number, target: element, guarded: true, arrived: false, missed: false, doubted: false };
  for (let view = element.ownerDocument.defaultView; ; view = view.parent) {
    hearOfPresses(view, false);
    if (view === top) return;
  }
}

// Whether anything has arrived at Salvar since it was armed by this number.
const hasArrived = (view, number) => pressIn(view)?.number === number && pressIn(view).arrived;

// Whether it counts as pressed: unless all of the click was heard of first, and arrived at something else.
function countsAsPressed(view, number) {
  const press = pressIn(view);
  if (press?.number !== number) return true; // it went away with its document
  press.guarded = false;
  return press.arrived || press.doubted || !press.missed;
}

// Where on the page a person would click it, once it is brought into view; null where something lies over it, or where it
// cannot be clicked.
function spotOnPage(element) {
  if (element.matches(":disabled, [aria-disabled=true]")) return null;
  const spot = seenAt(element);
  if (spot) return spot;
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  return seenAt(element);
}

function seenAt(element) {
  const box = element.getClientRects()[0];
  if (!box) return null;
  let [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  for (let target = element; ; ) {
    const doc = target.ownerDocument;
    if (!target.contains(doc.elementFromPoint(x, y))) return null;
    target = doc.defaultView.frameElement;
    if (!target) return [x, y];
    [x, y] = outOfFrame(target, x, y);
  }
}

function outOfFrame(frame, x, y) {
  const box = frame.getBoundingClientRect(), style = frame.ownerDocument.defaultView.getComputedStyle(frame);
  const scale = box.width / frame.offsetWidth;
  return [
    box.left + (frame.clientLeft + parseFloat(style.paddingLeft) + x) * scale,
    box.top + (frame.clientTop + parseFloat(style.paddingTop) + y) * scale,
  ];
}
