// Opens the search: on a click, with Ctrl-K or /, or when the address asks for it (?q=…). Only then are its scripts and its
// index fetched, all at once.
import { recall } from "./storage.js";

const box = document.querySelector("[data-search]");
const dialog = box?.querySelector("dialog");
const input = dialog?.querySelector("[name=q]");
let panel;

function start() {
  const base = new URL(`${box.dataset.base.replace(/\/$/, "")}/`, location.href).href;
  const { language } = box.dataset;
  const index = fetch(`${base}search/${language}.bin`);
  // Without somebody to take it, a failure would be reported as an error of the page.
  index.catch(() => {});
  panel = Promise.all([import("./search/panel.js"), import("./search/engine.js"), import("./search/words.js")]).then(
    ([{ Panel }, { Search, spans }]) => new Panel(dialog, new Search(base, language, index), spans, base),
  );
  panel.catch(() => {
    const zh = document.documentElement.lang.startsWith("zh");
    dialog.querySelector(".search-status").textContent = zh
      ? "搜索没能打开，可能断网了。"
      : "The search could not be opened; the network may be down.";
    // A browser does not ask twice for a script that it could not get, so the page is asked for anew, with the query.
    const again = document.createElement("button");
    again.className = "search-more-button";
    again.textContent = zh ? "重新载入本页，再搜一次" : "Reload the page and search again";
    again.addEventListener("click", () => input.form.submit());
    dialog.querySelector(".search-output").replaceChildren(again);
  });
}

function open(query) {
  // The requests first: to open a dialog over a long page takes a slow phone a while.
  if (query !== undefined) input.value = query;
  if (!panel) start();
  if (!dialog.open) dialog.showModal();
  input.select();
}

if (dialog) {
  box.querySelector(".search-open").addEventListener("click", () => open());
  dialog.querySelector(".search-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const writing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
    const plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !writing && recall("keys") !== "off";
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!plain && !control) return;
    event.preventDefault();
    open();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) open(query);
}
