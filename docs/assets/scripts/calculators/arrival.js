// Puts the case that an address holds into the form; fetched only when there is one. The counterpart of address.js.
import { MARKS } from "./address.js";
import { readField } from "./numbers.js";

const unescapeMarks = (text) => text.replace(/!([0-4])/g, (_, number) => MARKS[number]);

// Returns the texts of the fields by their names (spend, stages.0.count), and the names that are not known.
export function decode(about, query) {
  const texts = {};
  const unknown = [];
  const fields = Object.fromEntries(about.groups.flatMap((group) => (group.columns ? [] : group.inputs.map((field) => [field.id, field]))));
  const tables = Object.fromEntries(about.groups.filter((group) => group.columns).map((group) => [group.id, group]));
  for (const pair of query.split(",").filter(Boolean)) {
    const at = pair.indexOf(":");
    const [name, rest] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    if (name in fields && at > 0) texts[name] = unescapeMarks(rest);
    else if (name in tables && at > 0) {
      rest.split(";").forEach((row, number) => {
        const cells = row.split("/");
        const without = tables[name].rows[number]?.without || [];
        tables[name].columns.forEach((column, order) => {
          if (!without.includes(column.id)) texts[`${name}.${number}.${column.id}`] = unescapeMarks(cells[order] ?? "");
        });
      });
    } else unknown.push(name);
  }
  return { texts, unknown };
}

// Values that fit are put into their fields; for those that do not, the example's stay. Returns what was refused, by name.
export function arrive(about, query, { controls, free, put, typed, defaultOf }) {
  const { texts, unknown } = decode(about, query);
  for (const group of about.groups.filter((one) => one.most)) {
    const wanted = Object.keys(texts).filter((at) => at.startsWith(`${group.id}.`) && at.endsWith(`.${group.columns[0].id}`)).length;
    if (wanted) free[group.id].set(Math.min(Math.max(wanted, group.least), group.most));
  }
  const refused = new Set(unknown);
  const known = new Set();
  for (const { at, field, element } of controls()) {
    if (!(at in texts)) continue;
    known.add(at);
    const read = readField(texts[at], field);
    if (!read.fault) put(element, typed(read.value, field));
    else {
      refused.add(field.title);
      if (at.includes(".")) put(element, typed(defaultOf(at) ?? null, field));
    }
  }
  if (Object.keys(texts).some((at) => !known.has(at))) refused.add("…");
  return [...refused];
}
