// Turns what a calculator found into HTML. The build prints the worked example with it, the browser every later result, so that
// the two cannot differ. No DOM here.
import { escape } from "./charts.js";
import { bare, compact, isExact, shown } from "./numbers.js";
import { fill, say } from "./words.js";

// Adds to a description what the functions below look up: every input and result by its id.
export function prepare(about) {
  const fields = about.groups.flatMap((group) => group.inputs || []).concat(about.results);
  about.fields = Object.fromEntries(fields.map((field) => [field.id, field]));
  return about;
}

// The inputs of the worked example.
export function defaults(about) {
  const input = {};
  for (const group of about.groups) {
    if (group.columns) {
      input[group.id] = group.rows.map((row, order) => {
        const cells = group.columns.map((column) => [column.id, row.default[column.id] ?? null]);
        return { id: row.id ?? String(order), ...Object.fromEntries(cells) };
      });
    } else for (const field of group.inputs) input[field.id] = field.default ?? null;
  }
  return input;
}

// Amounts from ten million up are said in words, too: 24 亿, 2.4 billion.
function amount(value, field, language) {
  const text = shown(value, field, language);
  return field.kind === "money" && Math.abs(value) >= 1e7 ? `${text}${language === "zh" ? "（" : " ("}${compact(value, language, true).trim()}${language === "zh" ? "）" : ")"}` : text;
}

function within(value, band) {
  return (band.low === null || value > band.low || (band.lowIn && value === band.low)) && (band.high === null || value < band.high || (band.highIn && value === band.high));
}

// All bands that hold the value, as the table of benchmarks words them. Rounding noise must not push 12 months below 12.
export function reading(about, field, value) {
  const rounded = Number(value.toPrecision(12));
  return (about.bands[field.bands] || []).filter((band) => within(rounded, band)).map((band) => band.text);
}

// A text of the description by its code; its values are texts in their turn, numbers written like the result of that name, or
// numbers that say how they are written: { number, kind, decimals }. What people have typed comes as { raw }.
export function phrase(about, entry) {
  if (entry.raw !== undefined) return entry.raw;
  if (typeof entry === "string") return about.texts[entry] ?? entry;
  const values = {};
  for (const [name, value] of Object.entries(entry.values || {})) {
    if (typeof value === "number") values[name] = bare(value, about.fields[name], about.language);
    else values[name] = value.number === undefined ? phrase(about, value) : shown(value.number, value, about.language);
  }
  return fill(about.texts[entry.text], values);
}

function worked(about, field, input, result) {
  if (!field.worked) return "";
  let exact = isExact(result.values[field.id], field);
  const text = field.worked.replace(/\{([\w.-]+)\}/g, (whole, name) => {
    if (result.parts && name in result.parts) return result.parts[name];
    const value = name in result.values ? result.values[name] : input[name];
    exact = exact && isExact(value, about.fields[name]);
    return bare(value, about.fields[name], about.language);
  });
  return `${text} ${exact ? "=" : "≈"} ${shown(result.values[field.id], field, about.language)}`;
}

// The pieces of one result, for the page and for the copied text.
export function pieces(about, field, input, result) {
  const value = result.values[field.id];
  if (value === null || value === undefined) return null;
  if (field.kind === "date" || field.kind === "text") return { value: phrase(about, value), bands: [], formula: field.formula, worked: "" };
  return { value: amount(value, field, about.language), bands: field.bands ? reading(about, field, value) : [], formula: field.formula, worked: worked(about, field, input, result) };
}

// The sentence that is read aloud after each change.
export function summary(about, input, result) {
  const found = about.results.filter((field) => field.main).map((field) => [field, pieces(about, field, input, result)]);
  const colon = say(about, "colon");
  return found
    .filter(([, piece]) => piece)
    .map(([field, piece]) => field.title + colon + piece.value + piece.bands.slice(0, 1).map((band) => `${about.language === "zh" ? "，" : ", "}${band.split(" · ")[0]}`).join(""))
    // A sentence among them ends where the list goes on.
    .map((text) => text.replace(/[。.]$/, ""))
    .join(say(about, "semicolon"));
}

export function tableRows(about, table, result) {
  return (result.tables?.[table.id] || []).map((row) =>
    table.columns.map((column) => {
      const value = row[column.id];
      if (value === null || value === undefined) return "";
      return typeof value !== "number" ? phrase(about, value) : shown(value, column, about.language);
    }),
  );
}

function tableHtml(title, columns, rows) {
  const head = columns.map((column, order) => `<th scope="col"${column.number && order ? ' class="number"' : ""}>${escape(column.title)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell, order) => (order ? `<td${columns[order].number ? ' class="number"' : ""}>${escape(cell)}</td>` : `<th scope="row">${escape(cell)}</th>`)).join("")}</tr>`).join("");
  return `<div class="table-box" tabindex="0" role="region" aria-label="${escape(title)}"><table class="plain"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function resultsHtml(about, fields, input, result) {
  const parts = [];
  for (const field of fields) {
    const piece = pieces(about, field, input, result);
    if (!piece) continue;
    parts.push(`<div data-result="${field.id}" data-kind="${field.kind}"><dt>${escape(field.title)}</dt><dd class="calc-value">${escape(piece.value)}</dd>`);
    for (const band of piece.bands) parts.push(`<dd class="calc-band">${escape(band)}</dd>`);
    if (piece.formula) parts.push(`<dd class="calc-formula">${escape(piece.formula)}</dd>`);
    if (piece.worked) parts.push(`<dd class="calc-worked">${escape(piece.worked)}</dd>`);
    parts.push("</div>");
  }
  return parts.join("");
}

// about: the description in one language; input, result: what the calculator got and found; draw: how each kind of chart is drawn.
export function render(about, input, result, draw) {
  const { language } = about;
  const parts = [`<dl class="calc-results calc-main">${resultsHtml(about, about.results.filter((field) => field.main), input, result)}</dl>`];
  const steps = resultsHtml(about, about.results.filter((field) => !field.main), input, result);
  if (steps) parts.push(`<details class="calc-more" data-more="steps"><summary>${escape(say(about, "steps"))}</summary><dl class="calc-results">${steps}</dl></details>`);
  for (const list of about.lists) {
    const entries = result.lists?.[list.id] || [];
    if (entries.length) parts.push(`<p class="calc-heading">${escape(list.title)}</p><ul class="calc-list">${entries.map((entry) => `<li>${escape(phrase(about, entry))}</li>`).join("")}</ul>`);
  }
  for (const table of about.tables) {
    const rows = tableRows(about, table, result);
    const columns = table.columns.map((column) => ({ title: column.title, number: !["text", "date"].includes(column.kind) }));
    if (rows.length) parts.push(`<p class="calc-heading">${escape(table.title)}</p>`, tableHtml(table.title, columns, rows));
    if (rows.length && table.note) parts.push(`<p class="calc-hint">${escape(table.note)}</p>`);
  }
  parts.push('<div class="calc-charts">');
  for (const chart of about.charts) {
    const data = result.charts?.[chart.id];
    if (!data) continue;
    const drawn = draw[chart.kind](chart, data, language, (entry) => phrase(about, entry));
    const columns = drawn.head.map((title, order) => ({ title, number: order > 0 && chart.kind !== "gantt" }));
    parts.push(`<div><figure class="calc-chart" data-chart="${chart.id}">${drawn.svg}<figcaption>${escape(chart.title)}</figcaption></figure>`);
    parts.push(`<details class="calc-more" data-more="${chart.id}"><summary>${escape(say(about, "numbers"))}</summary>${tableHtml(chart.title, columns, drawn.rows)}</details></div>`);
  }
  parts.push("</div>");
  return parts.join("");
}
