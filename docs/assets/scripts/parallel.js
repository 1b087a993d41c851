// Any page with its other language beside it: in two columns on a desktop, under each section on a phone. The other page is
// fetched whole from this site and cut at the same headings, whose ids both languages share. `?both` in the address opens it.
import { named } from "./shell.js";

const root = document.documentElement;
const article = document.querySelector(".text");
const zh = root.lang.startsWith("zh");

function sections(parent) {
  const found = [{ id: "", nodes: [] }];
  for (const node of [...parent.childNodes]) {
    if (node.matches?.("h2[id], h3[id]")) found.push({ id: node.id, nodes: [] });
    found.at(-1).nodes.push(node);
  }
  return found;
}

// The other page's ids and links, made safe to stand in this one.
function adopt(parent, address) {
  for (const node of parent.querySelectorAll("[id], [for], [name], [aria-labelledby], [aria-describedby]")) {
    for (const name of ["id", "for", "name", "aria-labelledby", "aria-describedby"]) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, value.split(" ").map((one) => `other-${one}`).join(" "));
    }
  }
  for (const node of parent.querySelectorAll("[href], [src]")) {
    for (const name of ["href", "src"]) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, new URL(value, address).href);
    }
  }
}

function remember(on) {
  const here = new URL(location.href);
  // URLSearchParams would write `?both=`.
  here.search = here.search.replace(/[?&]both(=[^&]*)?/, "").replace(/^&/, "?");
  if (on) here.search += here.search ? "&both" : "?both";
  history.replaceState(null, "", here.href);
}

const failure = document.createElement("p");
failure.setAttribute("role", "alert");

export async function show(href) {
  const address = new URL(href);
  address.hash = "";
  let other;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    other = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    failure.textContent = zh ? "另一种语言的页面没有取到，请检查网络后再试。" : "The page in the other language could not be fetched. Check the network and try again.";
    document.querySelector(".page-tools").after(failure);
    return false;
  }
  failure.remove();
  // A second click may come while the page is on its way.
  if (root.classList.contains("both")) return true;
  const theirs = other.querySelector(".text");
  for (const node of theirs.querySelectorAll(".term-cards, .headerlink, .page-tools, .edit, link, script")) node.remove();
  const bySection = new Map(sections(theirs).map((one) => [one.id, one.nodes]));
  adopt(theirs, address);
  // It is there to be read: no script answers there.
  for (const control of theirs.querySelectorAll("input, select, textarea, button")) control.disabled = true;
  for (const bar of theirs.querySelectorAll(".filter-bar")) bar.remove();
  const target = named();
  for (const { id, nodes } of sections(article)) {
    const row = document.createElement("div");
    const own = document.createElement("div");
    const beside = document.createElement("div");
    row.className = "both-row";
    own.className = "both-own";
    beside.className = "both-other";
    beside.lang = other.documentElement.lang;
    nodes[0]?.before(row);
    own.append(...nodes);
    beside.append(...(bySection.get(id) || []));
    row.append(own, beside);
  }
  root.classList.add("both");
  remember(true);
  target?.scrollIntoView();
  return true;
}

export function hide() {
  for (const row of article.querySelectorAll(".both-row")) row.replaceWith(...row.querySelector(".both-own").childNodes);
  root.classList.remove("both");
  remember(false);
  return false;
}
