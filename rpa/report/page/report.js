"use strict";
(() => {
  const find = (what) => document.getElementById(what);
  const clients = [...document.querySelectorAll(".client")];
  const [search, shown, none, unfold] = ["search", "shown", "none", "unfold"].map(find);
  const buttons = [...document.querySelectorAll("[data-filter]")];
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const bare = (text) => text.replace(/[.\/-]/g, "");
  let texts = null; // folded when first searched: a page of thousands opens sooner
  let filter = "";

  const textOf = (client) => {
    const text = fold(client.textContent);
    return `${text} ${bare(text)}`;
  };
  const fits = (client) => !filter || (filter === "click" ? "click" in client.dataset : client.dataset.result === filter);
  const update = () => {
    const words = fold(search.value).split(" ").filter(Boolean);
    if (words.length) texts ??= clients.map(textOf);
    let count = 0;
    clients.forEach((client, place) => {
      const fit = fits(client) && words.every((word) => texts[place].includes(word));
      client.hidden = !fit;
      count += fit;
    });
    none.hidden = count > 0;
    shown.textContent = shown.dataset.text.replace("{n}", count).replace("{total}", clients.length);
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.filter === filter)));
  };
  const choose = (wanted) => { filter = wanted; update(); };

  // What is linked to may be filtered away, or closed.
  const follow = () => {
    const target = find(location.hash.slice(1));
    if (!target?.matches(".client")) return;
    if (target.hidden) { search.value = ""; choose(""); }
    target.open = true;
    target.scrollIntoView({ block: "start" });
  };

  search.addEventListener("input", update);
  buttons.forEach((button) => button.addEventListener("click", () => choose(button.dataset.filter)));
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='#row-']")?.hash === location.hash) follow();
  });

  const openText = unfold.textContent;
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === openText;
    clients.forEach((client) => { if (!client.hidden) client.open = open; });
    unfold.textContent = open ? unfold.dataset.close : openText;
  });

  // On paper what is shown is open, unless it would be a book.
  const PAGES = 100;
  let opened = [];
  addEventListener("beforeprint", () => {
    const all = [...clients.filter((client) => !client.hidden)];
    if (all.length > PAGES) return;
    opened = all.filter((client) => !client.open);
    opened.forEach((client) => { client.open = true; });
    document.querySelectorAll("img[loading]").forEach((image) => { image.loading = "eager"; });
  });
  addEventListener("afterprint", () => { opened.forEach((client) => { client.open = false; }); opened = []; });

  document.querySelector(".tools").hidden = false;
  update();
  follow();
})();
