// What every page gains from scripts: colours, contents, the way to the other language, printing, keys. Without it the page is
// whole: the drawer is a checkbox, the language a link, the colours those of the reader's system.
import { keep, recall } from "./storage.js";

const zh = document.documentElement.lang.startsWith("zh");
const wide = matchMedia("(min-width: 80em)");
const $ = (selector) => document.querySelector(selector);

// ---- Colours: the system's, until the reader chooses -----------------------------------------------------------------
const dark = $("#dark");
const scheme = $(".scheme");
const isDark = () => matchMedia(dark.media).matches;
const press = () => scheme.setAttribute("aria-pressed", isDark());
press();
scheme.hidden = false;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", press);
scheme.addEventListener("click", () => {
  const now = !isDark();
  dark.media = now ? "screen" : "not all";
  press();
  keep("scheme", now ? "dark" : "light");
});

// ---- Contents --------------------------------------------------------------------------------------------------------
const drawer = $("#drawer");
const nav = $(".nav-panel");
const current = nav?.querySelector("[aria-current]");
const centre = () => current && (nav.scrollTop = current.offsetTop - nav.clientHeight / 2);
// On a phone the contents are laid out only when they are opened.
if (matchMedia("(min-width: 64em)").matches) centre();
// The 404 page has no contents.
drawer?.addEventListener("keydown", (event) => event.key === "Enter" && drawer.click());
drawer?.addEventListener("change", centre);
// The open contents cover the page: whoever walks on by keyboard must see where.
document.addEventListener("focusin", (event) => {
  if (drawer?.checked && !event.target.closest(".course-nav")) drawer.checked = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawer?.checked) return;
  drawer.checked = false;
  drawer.focus();
});

const toc = $(".toc");
const headings = [...document.querySelectorAll(".text :is(h2, h3)[id]")];
// The heading that the reader has come to, by its id; "" above the first. A link leads to a place below the bar, with room above:
// all in rem, since the reader's letters may be larger.
export function reached(marks = headings) {
  const line = 6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return marks.filter((heading) => heading.getBoundingClientRect().top < line).pop()?.id || "";
}
// What the address's hash names, or null: somebody may have typed anything.
export function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}
if (toc) {
  const follow = () => (toc.open = wide.matches);
  follow();
  wide.addEventListener("change", follow);
  const links = new Map([...toc.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  let marked = null;
  const mark = () => {
    const link = links.get(reached());
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
    if (!link || !wide.matches) return;
    const top = link.offsetTop - toc.scrollTop;
    if (top < 60 || top > toc.clientHeight - 60) toc.scrollTop = link.offsetTop - toc.clientHeight / 2;
  };
  // A heading that enters or leaves the upper third is the only moment at which the mark can change.
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of headings) watch.observe(heading);
  toc.addEventListener("click", (event) => event.target.closest("a") && !wide.matches && (toc.open = false));
}

// ---- The other language: same page, same section, remembered; never a redirect ----------------------------------------
const language = $(".language-switch");
function aim() {
  const target = new URL(language.href);
  // What is no heading, such as a source, can be named by the address alone; at the top of a page its section is behind the reader.
  target.hash = reached() || (scrollY || !headings.length ? location.hash : "");
  language.href = target.href;
}
for (const event of ["pointerenter", "focus", "click"]) language.addEventListener(event, aim);
language.addEventListener("click", () => keep("language", language.dataset.language));

// ---- Both languages beside each other, and paper -----------------------------------------------------------------------
const tools = $(".page-tools");
const both = tools?.querySelector(".tool-both");
async function parallel(on) {
  const view = await import("./parallel.js");
  const shown = on ? await view.show(language.href) : view.hide();
  both.setAttribute("aria-pressed", shown);
}
if (both) {
  both.addEventListener("click", () => parallel(both.getAttribute("aria-pressed") !== "true"));
  if (new URLSearchParams(location.search).has("both")) parallel(true);
}

const answers = () => document.querySelectorAll("details:is(.answer, .quiz-explanations, .teacher)");
function print(withAnswers) {
  const closed = [...answers()].filter((one) => !one.open);
  if (withAnswers) for (const one of closed) one.open = true;
  window.print();
  if (withAnswers) for (const one of closed) one.open = false;
}
tools?.querySelector(".tool-print").addEventListener("click", () => print(false));
tools?.querySelector(".tool-print-answers")?.addEventListener("click", () => print(true));
// Paper cannot be clicked: links to other pages of the course show where they lead (outward ones do so in the style sheet).
addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll(".text a[href]:not(.term, .cite, .headerlink, .source-back)")) {
    if (link.host === location.host && link.pathname !== location.pathname) link.dataset.address = link.pathname + link.hash;
  }
});

// ---- Calculators: fetched when a reader comes near one, or arrives with a section or a case of their own in the address ---
const calculators = document.querySelectorAll("[data-calculator]");
if (calculators.length) {
  const fetchAll = () => import("./calculators.js");
  const near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && fetchAll(), { rootMargin: "600px" });
  calculators.forEach((one) => near.observe(one));
  if (location.search || location.hash) fetchAll();
  addEventListener("hashchange", fetchAll);
}

// ---- A tool's worksheet (?fill): fetched when somebody opens it ---------------------------------------------------------
const downloads = $("[data-worksheet]");
if (downloads) {
  const wanted = () => new URLSearchParams(location.search).has("fill");
  const link = document.createElement("a");
  link.className = "fill-link";
  link.href = "?fill";
  link.textContent = zh ? "在这里填写" : "Fill it in here";
  downloads.querySelector(".downloads-title").after(link);
  let opened = false;
  const follow = async () => {
    if (!opened && !wanted()) return;
    opened = true;
    (await import("./worksheet.js")).follow();
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", location.search ? `${location.search}&fill` : "?fill");
    follow();
  });
  addEventListener("popstate", follow);
  follow();
}

// ---- Keys ------------------------------------------------------------------------------------------------------------
const go = (selector) => () => $(selector)?.click();
const keys = {
  n: [zh ? "下一页" : "Next page", go("a.turn-on")],
  p: [zh ? "上一页" : "Previous page", go("a.turn-back")],
  l: [zh ? "换到英文" : "Switch to Chinese", () => (aim(), language.click())],
  // A sheet that is being filled in stands in the text's place.
  b: [zh ? "中英对照" : "Both languages", () => document.documentElement.classList.contains("filling") || both?.click()],
  d: [zh ? "深色或浅色" : "Dark or light", () => scheme.click()],
  "?": [zh ? "列出按键" : "List the keys", list],
};
function list() {
  let dialog = $("#keys");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keys";
    const rows = [["/", zh ? "搜索" : "Search"], ...Object.entries(keys).map(([key, [what]]) => [key, what])];
    dialog.innerHTML = `<h2>${zh ? "按键" : "Keys"}</h2><dl>${rows.map(([key, what]) => `<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`).join("")}</dl>
      <p><label><input type="checkbox"> ${zh ? "启用这些单键（问号始终可用）" : "Use these single keys (the question mark always works)"}</label></p>
      <form method="dialog"><button>${zh ? "关闭" : "Close"}</button></form>`;
    dialog.setAttribute("aria-label", zh ? "按键" : "Keys");
    dialog.querySelector("input").addEventListener("change", (event) => keep("keys", event.target.checked ? null : "off"));
    document.body.append(dialog);
  }
  dialog.querySelector("input").checked = recall("keys") !== "off";
  dialog.showModal();
}
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !(event.key in keys)) return;
  if (event.key !== "?" && recall("keys") === "off") return;
  event.preventDefault();
  keys[event.key][1]();
});
