// Tables whose rows people add and remove; loaded only with a calculator that has one.
import { say } from "./words.js";

export function freeRows(about, group, part, { button, put, changed }) {
  const prefix = `c-${about.name}-${group.id}`;
  const rows = () => [...part.querySelectorAll("[data-row]")];

  // Ids and names follow the order of the rows.
  function number() {
    const list = rows();
    list.forEach((row, order) => {
      row.dataset.row = order;
      const head = row.querySelector("[data-number]");
      head.textContent = order + 1;
      head.id = `${prefix}-${order}`;
      for (const field of group.columns) {
        const element = row.querySelector(`[data-field="${field.id}"]`);
        element.id = `${prefix}-${order}-${field.id}`;
        element.setAttribute("aria-labelledby", `${prefix}-${order} ${prefix}-${field.id}`);
        element.setAttribute("aria-describedby", `${element.id}-fault`);
        row.querySelector(`[data-fault="${field.id}"]`).id = `${element.id}-fault`;
      }
      const remove = row.querySelector(".calc-remove");
      remove.hidden = false;
      remove.setAttribute("aria-label", say(about, "remove", { number: order + 1 }));
      remove.disabled = list.length <= group.least;
    });
    add.disabled = list.length >= group.most;
  }

  function set(wanted) {
    const body = part.querySelector("tbody");
    for (let count = rows().length; count < wanted; count += 1) body.append(rows().at(-1).cloneNode(true));
    for (const row of rows().slice(wanted)) row.remove();
    number();
  }

  const add = button(say(about, "add"), () => {
    set(rows().length + 1);
    const fields = [...rows().at(-1).querySelectorAll("[data-field]")];
    for (const element of fields) put(element, element.tagName === "SELECT" ? element.options[0].value : "");
    fields[0].focus();
    changed();
  }, part);
  add.className = "calc-add";
  part.addEventListener("click", (event) => {
    const remove = event.target.closest(".calc-remove");
    if (!remove) return;
    remove.closest("[data-row]").remove();
    number();
    add.focus();
    changed();
  });
  number();
  return { set };
}
