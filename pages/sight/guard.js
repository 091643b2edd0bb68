// Makes a browser read-only: put into every document before its own scripts, it lets nothing reach what saves.
// A document with a field for a file is the form: nothing can be pressed in it but what leaves it. In other documents,
// what bears a name of Salvar cannot be pressed.

function guard(save, leave) {
  let leaving = false;
  const saves = foldAll(save);
  const leaves = foldAll(leave);
  const bears = (names, element) => {
    forget();
    return element.closest && [...lineage(element)].some((e) => actionNames(e).some((n) => names.has(n)));
  };
  const isForm = () => document.querySelector("input[type=file]") !== null;
  const forbidden = (element) => (isForm() ? !bears(leaves, element) || bears(saves, element) : bears(saves, element) && !asksPassword());
  const asksPassword = () =>
    document.querySelectorAll("input[type=password]").length === 1 &&
    document.querySelectorAll("input[type=text], input[type=email]").length === 0;

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
    if (event.key === "Enter" && isForm()) stop(event);
    else if ((event.key === "Enter" || event.key === " ") && forbidden(event.composedPath()[0])) stop(event);
  };
  const onSubmit = (event) => {
    if (isForm() ? !leaving : event.submitter && forbidden(event.submitter)) stop(event);
  };
  for (const kind of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "dblclick"])
    window.addEventListener(kind, onPointer, { capture: true, passive: false });
  for (const kind of ["keydown", "keypress", "keyup"]) window.addEventListener(kind, onKey, true);
  window.addEventListener("submit", onSubmit, true);

  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (!isForm() || leaving) submit.call(this);
  };
}

// An element and the few around it that a click on it may be meant for.
function* lineage(element) {
  for (let e = element, steps = 0; e && e !== document.body && steps < 4; e = e.parentElement, steps++) yield e;
}
