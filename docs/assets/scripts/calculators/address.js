// Inputs in the address: ?retention=opening:1200000,lost:2,stages:16000/0.029;400/0.2. Percentages stand as people read them (75).
// Marks that part the values; in a text they are written !0 to !4.
export const MARKS = "!,:;/";

const escapeMarks = (text) => text.replace(/[!,:;/]/g, (mark) => `!${MARKS.indexOf(mark)}`);

// What a field's text is in an address: what a person would type, without separators.
export function plain(value, field) {
  if (value === null || value === undefined) return "";
  if (field.kind === "prices") return value.map((answer) => answer.join("-")).join("_");
  return field.kind === "percent" ? String(Number((value * 100).toPrecision(12))) : String(value);
}

export function encode(about, input) {
  const pairs = [];
  for (const group of about.groups) {
    if (group.columns) {
      const rows = input[group.id].map((row) => group.columns.map((column) => escapeMarks(plain(row[column.id], column))).join("/"));
      pairs.push(`${group.id}:${rows.join(";")}`);
    } else {
      for (const field of group.inputs) pairs.push(`${field.id}:${escapeMarks(plain(input[field.id], field))}`);
    }
  }
  // These marks may stand in an address as they are, and make it readable.
  return encodeURIComponent(pairs.join(",")).replace(/%(2C|3A|3B|2F)/g, decodeURIComponent);
}
