// Brings one calculator to life: its fields can be changed, the results follow, and the address keeps what was entered.
import { encode, plain } from "./address.js";
import { figure, readField, shown } from "./numbers.js";
import { phrase, prepare, render, summary } from "./results.js";
import { say } from "./words.js";

const PAUSE = 250;
const LONGEST = 6000;
const CHARTS = {
  bars: () => import("./chart-bars.js"),
  gantt: () => import("./chart-gantt.js"),
  lines: () => import("./chart-lines.js"),
  map: () => import("./chart-map.js"),
};

export async function start(box) {
  const about = prepare(JSON.parse(box.querySelector(".calculator-facts").textContent));
  const { language, name } = about;
  about.words = JSON.parse(document.getElementById("calculator-words").textContent);
  const kinds = [...new Set(about.charts.map((chart) => chart.kind))];
  const [module, ...charts] = await Promise.all([import(`./${name}.js`), ...kinds.map((kind) => CHARTS[kind]())]);
  const draw = Object.fromEntries(kinds.map((kind, order) => [kind, charts[order].draw]));
  const form = box.querySelector("form");
  const output = box.querySelector("output");
  const found = box.querySelector(".calc-found");
  const status = box.querySelector(".calc-status");
  const state = { about, module, box, form, status, input: null, result: null };

  // Every field on the form with its name, its control and its place for messages.
  function controls() {
    const list = [];
    for (const group of about.groups) {
      if (group.columns) {
        rows(group).forEach((row, number) => {
          for (const field of group.columns) {
            const element = row.querySelector(`[data-field="${field.id}"]`);
            if (element) list.push(control(field, `${group.id}.${number}.${field.id}`, element));
          }
        });
      } else for (const field of group.inputs) list.push(control(field, field.id, form.querySelector(`[data-group="${group.id}"] [data-field="${field.id}"]`)));
    }
    return list;
  }
  const control = (field, at, element) => ({ field, at, element, text: () => (element.type === "checkbox" ? String(Number(element.checked)) : element.value) });
  const rows = (group) => [...form.querySelectorAll(`[data-group="${group.id}"] [data-row]`)];

  function message(element, text, kind) {
    const place = document.getElementById(`${element.id}-fault`);
    place.textContent = text;
    place.dataset.kind = kind;
    if (kind === "fault") element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
  }

  function fault(field, text, read) {
    const end = (value) => (field.kind === "date" ? value : shown(value, field, language));
    const values = { text: text.trim().slice(0, 20), line: read.line, count: field.count, high: field.most || field.max };
    if (read.fault === "range") Object.assign(values, { low: end(field.min), high: end(field.max) });
    return say(about, read.fault, values);
  }

  function collect() {
    const input = {};
    const wrong = [];
    for (const group of about.groups) if (group.columns) input[group.id] = rows(group).map((row) => ({ id: row.dataset.row, ...Object.fromEntries(group.columns.map((column) => [column.id, null])) }));
    for (const one of controls()) {
      const read = readField(one.text(), one.field);
      if (read.fault) wrong.push([one.element, fault(one.field, one.text(), read)]);
      const [group, number, cell] = one.at.split(".");
      if (cell) input[group][number][cell] = read.value;
      else input[group] = read.value;
    }
    return { input, wrong };
  }

  function update() {
    const list = controls();
    for (const one of list) message(one.element, "", "");
    const { input, wrong } = collect();
    const result = wrong.length ? { faults: [] } : module.compute(input);
    const place = (at) => list.find((one) => one.at === at)?.element || list[0].element;
    for (const one of result.faults || []) wrong.push([place(one.at), phrase(about, one)]);
    for (const one of result.notes || []) message(place(one.at), phrase(about, one), "note");
    for (const [element, text] of wrong) message(element, text, "fault");
    Object.assign(state, { input, result: wrong.length ? null : result });
    if (wrong.length) {
      found.replaceChildren();
      output.textContent = say(about, "mend", { count: wrong.length });
    } else {
      // What is unfolded stays so.
      const open = [...found.querySelectorAll("details[open]")].map((one) => one.dataset.more);
      found.innerHTML = render(about, input, result, draw);
      for (const one of found.querySelectorAll("details")) one.open = open.includes(one.dataset.more);
      output.textContent = summary(about, input, result);
    }
    box.dataset.state = wrong.length ? "faults" : "results";
    return !wrong.length;
  }

  function address() {
    const query = location.search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== name);
    const text = encode(about, state.input);
    return text.length > LONGEST ? null : `${location.pathname}?${[...query, `${name}=${text}`].join("&")}${location.hash}`;
  }

  function remember(target) {
    history.replaceState(null, "", target);
    // The other language shows the same case.
    const other = document.querySelector(".language-switch");
    if (other) other.search = location.search;
  }

  function put(element, text) {
    if (element.type === "checkbox") element.checked = text === "1";
    else element.value = text;
  }

  // What people see in a field: separators in amounts, plain digits for the rest.
  function typed(value, field) {
    if (value === null || value === undefined) return "";
    if (field.kind === "prices") return value.map((answer) => answer.join(" ")).join("\n");
    return field.kind === "money" || field.kind === "integer" ? figure(value, 6, language) : plain(value, field);
  }

  function reset() {
    for (const group of about.groups) {
      if (group.most) free[group.id].set(group.rows.length);
    }
    for (const one of controls()) put(one.element, typed(defaultOf(one.at), one.field));
  }

  function defaultOf(at) {
    const [group, row, cell] = at.split(".");
    return cell ? about.groups.find((one) => one.id === group).rows[row]?.default[cell] : about.fields[group].default;
  }

  let waiting = 0;
  function take() {
    clearTimeout(waiting);
    waiting = 0;
    status.textContent = "";
    const target = update() && address();
    if (target) remember(target);
  }
  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(take, PAUSE);
  }

  function button(label, act, parent = box.querySelector(".calc-buttons")) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.addEventListener("click", act);
    parent.append(element);
    return element;
  }

  const share = (act) => async () => {
    if (waiting) take();
    if (state.result) (await import("./share.js"))[act](state, address());
    else status.textContent = output.textContent;
  };
  // Tables whose rows people add and remove.
  const free = {};
  for (const group of about.groups.filter((one) => one.most)) {
    const { freeRows } = await import("./rows.js");
    free[group.id] = freeRows(about, group, form.querySelector(`[data-group="${group.id}"]`), { button, put, changed });
  }
  button(say(about, "reset"), () => {
    clearTimeout(waiting);
    waiting = 0;
    reset();
    status.textContent = "";
    update();
    const query = location.search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== name);
    remember(location.pathname + (query.length ? `?${query.join("&")}` : "") + location.hash);
  });
  button(say(about, "link"), share("link"));
  button(say(about, "copy"), share("copy"));
  for (const kind of about.saves) button(say(about, "save", { kind: kind.toUpperCase() }), share(kind));
  form.querySelector("fieldset").disabled = false;
  form.addEventListener("input", changed);
  // Whoever begins to fill it in can copy and save later, though the connection be gone by then.
  const ahead = () => Promise.all([import("./share.js"), about.saves.includes("ics") && import("./milestones-files.js")]);
  form.addEventListener("focusin", ahead, { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  state.input = collect().input;
  const asked = new URLSearchParams(location.search).get(name);
  if (asked === null) state.result = module.compute(state.input);
  else {
    const refused = (await import("./arrival.js")).arrive(about, asked, { controls, free, put, typed, defaultOf });
    update();
    if (refused.length) status.textContent = say(about, "refused", { list: refused.join(say(about, "comma")) });
  }
  box.dataset.ready = "";
}
