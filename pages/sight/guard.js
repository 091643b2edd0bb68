// Makes a browser read-only: put into every document before its own scripts, it lets nothing reach what saves.
// A document with a field for a file is the form: nothing can be pressed in it but what leaves it. In other documents,
// what bears a name of Salvar cannot be pressed.

function guard(save, leave, again) {
  let leaving = false;
  const [saves, leaves, confirms] = [save, leave, again].map(foldAll);
  const bears = (names, element) => {
    forget();
    return element.closest && [...lineage(element)].some((e) => actionNames(e).some((n) => names.has(n)));
  };
  const isForm = () => document.querySelector("input[type=file]") !== null;
  const forbidden = (element) =>
    isForm() ? !bears(leaves, element) || bears(saves, element)
      : bears(saves, element) && !(bears(confirms, element) && asksPasswordAlone(element));
  // A form in which there is no file to be chosen, such as that of an entry: a key or a script may send it off, too.
  const maySave = () => isForm() || clickables(document.body).some(forbidden);

  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onPointer = (event) => {
    const element = event.composedPath()[0];
    leaving = bears(leaves, element);
    if (forbidden(element)) stop(event);
  };
  const onKey = (event) => {
    if (event.key === "Enter" && maySave()) stop(event);
    else if ((event.key === "Enter" || event.key === " ") && forbidden(event.composedPath()[0])) stop(event);
  };
  const onSubmit = (event) => {
    if (maySave() ? !leaving : event.submitter && forbidden(event.submitter)) stop(event);
  };
  for (const kind of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "dblclick"])
    window.addEventListener(kind, onPointer, { capture: true, passive: false });
  for (const kind of ["keydown", "keypress", "keyup"]) window.addEventListener(kind, onKey, true);
  window.addEventListener("submit", onSubmit, true);

  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (!maySave() || leaving) submit.call(this);
  };
}

// Whether a button is that of the login password asked for again: there is nothing else to fill in. What stands in the
// top right corner of the page, such as the company box, is no part of that.
function asksPasswordAlone(button) {
  const passwords = document.querySelectorAll("input[type=password]");
  if (passwords.length !== 1) return false;
  const block = commonAncestor(passwords[0], button);
  const others = [...document.querySelectorAll(TYPED)].filter((e) => e !== passwords[0]);
  return !others.some((e) => (block !== document.body && block.contains(e)) || (visible(e) && !(window === window.top && inTopRight(e))));
}

// An element and the few around it that a click on it may be meant for.
function* lineage(element) {
  for (let e = element, steps = 0; e && e !== document.body && steps < 4; e = e.parentElement, steps++) yield e;
}
