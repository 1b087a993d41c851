// What documents and Markdown share: a worksheet as tables of texts, in the order and the layout of the course's downloads.
import { entry, shown } from "./values.js";

const withUnit = (field, text) => (text && field.unit && field.kind !== "money" ? `${text} ${field.unit}` : text);

// The texts of each section's rows, without the head: an empty choice lists its options, as in the blank files.
export function texts(sheet) {
  const results = sheet.results();
  const text = (name) => {
    const { field, computed } = sheet.cells.get(name);
    if (computed) return withUnit(field, shown(field, results.get(name)) ?? "");
    const value = sheet.value(name);
    if (field.kind === "choice" && value === null) return sheet.lists[field.list].map(([, label]) => label).join(" / ");
    return sheet.fault(name) ? "" : withUnit(field, entry(field, value, sheet.lists));
  };
  return sheet.data.sections.map((section) => [
    ...(section.rows || []).map((row) => section.columns.map((field) => text(`${section.id}.${row}.${field.id}`))),
    ...section.fields.map((field) => [field.title, text(`${section.id}.${field.id}`)]),
  ]);
}

// What a file's tables hold by name: `tables` gives each section's rows of texts, without the head, by the section's title.
export function take(sheet, tables) {
  const typed = {};
  const lost = [];
  for (const section of sheet.data.sections) {
    const rows = tables.get(section.title);
    if (!rows) {
      lost.push(section.title);
      continue;
    }
    const results = rows.slice(rows.length - section.fields.length);
    const put = (name, text) => !sheet.cells.get(name).computed && (typed[name] = text ?? "");
    section.fields.forEach((field, place) => {
      const row = rows.find(([title]) => title === field.title) || results[place];
      put(`${section.id}.${field.id}`, row?.at(-1));
    });
    const entries = rows.slice(0, rows.length - section.fields.length);
    (section.rows || []).forEach((row, place) => {
      section.columns.forEach((field, column) => put(`${section.id}.${row}.${field.id}`, entries[place]?.[column]));
    });
    if (section.rows) lost.push(...entries.slice(section.rows.length).filter((row) => row.some(Boolean)).map((row) => row.filter(Boolean).join(" | ")));
  }
  return { typed, lost };
}
