// Filters a list or table as the reader types or chooses: cases, claims, terms. Without this script everything is shown and
// the bar stays hidden. What was chosen stands in the address, so that a filtered list can be handed on.
import { named } from "./shell.js";

function words(text) {
  return text.normalize("NFKC").toLowerCase().split(/[\s,，、]+/).filter(Boolean);
}

for (const box of document.querySelectorAll("[data-filter]")) {
  const bar = box.querySelector(".filter-bar");
  const items = [...box.querySelectorAll(".filtered-item")];
  const groups = [...box.querySelectorAll(".filtered-group")];
  const selects = [...bar.querySelectorAll("select")];
  const facets = selects.filter((select) => select.dataset.facet !== "order");
  const search = bar.querySelector("input[type=search]");
  const status = bar.querySelector(".filter-status");
  const texts = new Map(items.map((item) => [item, (item.dataset.search || item.textContent).normalize("NFKC").toLowerCase()]));

  function apply() {
    const wanted = search ? words(search.value) : [];
    let shown = 0;
    for (const item of items) {
      const fits =
        facets.every((select) => !select.value || (item.dataset[select.dataset.facet] || "").split(" ").includes(select.value)) &&
        wanted.every((word) => texts.get(item).includes(word));
      item.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".filtered-item:not([hidden])");
    status.textContent = status.dataset.template.replace("{shown}", shown).replace("{total}", items.length);
  }

  function remember() {
    const query = new URLSearchParams(location.search);
    for (const select of selects) select.value ? query.set(select.dataset.facet, select.value) : query.delete(select.dataset.facet);
    if (search) search.value ? query.set("find", search.value) : query.delete("find");
    const text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
    pass();
  }

  // The other language shows the same choice.
  const pass = () => (document.querySelector(".language-switch").search = location.search);

  // The order is no filter: it deals the items out to groups anew, each headed by its first letter.
  const order = selects.find((select) => select.dataset.facet === "order");
  function arrange() {
    const key = (item) => item.dataset[order.value];
    const byLetter = new Map();
    for (const item of items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
      const first = key(item)[0].toUpperCase();
      const letter = /[A-Z]/.test(first) ? first : "#";
      byLetter.set(letter, [...(byLetter.get(letter) || []), item]);
    }
    for (const group of groups.splice(0)) group.remove();
    for (const [letter, members] of byLetter) {
      const group = document.createElement("div");
      const list = document.createElement("ul");
      group.className = "filtered-group";
      group.innerHTML = `<p class="term-letter">${letter}</p>`;
      list.append(...members);
      group.append(list);
      box.append(group);
      groups.push(group);
    }
  }

  const query = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = query.get(select.dataset.facet);
    // A value that the list does not have leaves the list as it is.
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  if (search) search.value = query.get("find") || "";
  if (order && order.selectedIndex) arrange();
  for (const control of [...selects, ...(search ? [search] : [])]) {
    const follow = (event) => {
      // A half-composed word is none yet: an input method says when it is done.
      if (event.isComposing) return;
      if (control === order) arrange();
      apply();
      remember();
    };
    control.addEventListener("input", follow);
    control.addEventListener("compositionend", follow);
  }
  bar.hidden = false;
  apply();
  if (location.search) pass();

  // Entries far from the window are laid out when it comes near, which moves the one that the address names: until all have
  // their size the jump is made again.
  const jump = (frames) => {
    if (!box.contains(named())) return;
    named().scrollIntoView();
    if (frames) requestAnimationFrame(() => jump(frames - 1));
  };
  for (const event of ["load", "hashchange"]) addEventListener(event, () => jump(8));
}
