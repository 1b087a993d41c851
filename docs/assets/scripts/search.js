// Opens the search: on a click, with Ctrl-K or /, or when the address asks for it (?q=…). Only then are its scripts and its
// index fetched, all at once. A shortcut of a single character must be possible to switch off (WCAG 2.1.4), so / is.
const box = document.querySelector("[data-search]");
const dialog = box?.querySelector("dialog");
const input = dialog?.querySelector("[name=q]");
const KEY = "gtm-course.search-key";

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
    panel = undefined;
    dialog.querySelector(".search-status").textContent = document.documentElement.lang.startsWith("zh")
      ? "搜索没能打开，可能断网了。恢复之后再打开一次。"
      : "The search could not be opened; the network may be down. Open it again once you are online.";
  });
}

function open(query) {
  // The requests first: to open a dialog over a long page takes a slow phone a while.
  if (query !== undefined) input.value = query;
  if (!panel) start();
  if (!dialog.open) dialog.showModal();
  input.select();
}

const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

function store(value) {
  try {
    return value === undefined ? localStorage.getItem(KEY) : localStorage.setItem(KEY, value);
  } catch {
    // Storage may be blocked: then the choice holds for this page.
  }
}

if (dialog) {
  const key = dialog.querySelector(".search-key");
  key.checked = store() !== "off";
  key.addEventListener("change", () => store(key.checked ? "on" : "off"));
  box.querySelector(".search-open").addEventListener("click", () => open());
  dialog.querySelector(".search-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const slash = event.key === "/" && key.checked && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!slash && !control) return;
    event.preventDefault();
    open();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) open(query);
}
