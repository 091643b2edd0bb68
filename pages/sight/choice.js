// A choice between a few words (Sim, Não), in whichever shape it has: what is offered, and what is chosen.

const radiosOf = (radio) =>
  controls(radio.ownerDocument).filter((c) => c.type === "radio" && c.name === radio.name);
const radioName = (radio) => (radio.labels?.[0] && labelText(radio.labels[0])) || besideOf(radio, true)[0] || "";

function describeChoice(element) {
  const ticked = (e) => e.getAttribute("aria-checked") === "true";
  if (element.type === "radio") {
    const radios = radiosOf(element);
    return { kind: "radio", options: radios.map(radioName), chosen: radios.findIndex((r) => r.checked) };
  }
  if (element.type === "checkbox") return { kind: "checkbox", options: [], chosen: element.checked ? 1 : 0 };
  if (element.matches("[role=switch], [role=checkbox]"))
    return { kind: "checkbox", options: [], chosen: ticked(element) ? 1 : 0 };
  if (element.tagName === "SELECT") {
    const options = [...element.options].map((o) => o.text.trim());
    return { kind: visible(element) ? "select" : "widget", options, chosen: element.selectedIndex };
  }
  if (element.matches("[role=radiogroup]")) {
    const radios = [...element.querySelectorAll("[role=radio]")];
    return { kind: "radiogroup", options: radios.map(words), chosen: radios.findIndex(ticked) };
  }
  return { kind: "widget", options: [element.matches("input") ? element.value : words(element)], chosen: 0 };
}

// What a person clicks to see the options: the control itself, or what stands in the place of a hidden one.
function opener(element) {
  if (visible(element)) return element;
  for (let e = element.parentElement, steps = 0; e && steps < 3; e = e.parentElement, steps++) {
    const found = [...e.querySelectorAll("button, [role=combobox], .dropdown-toggle, a, input")].find(visible);
    if (found) return found;
  }
  return null;
}
