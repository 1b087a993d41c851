// A worksheet as XLSX. The file is the course's own download with the values put into its blank sheet, so it keeps the layout,
// the formulas, the drop-down lists and the checks. Read are files as Excel, LibreOffice or WPS save them.
import { Refused, every, pack, put, unpack, xml } from "./archive.js";
import { Fault } from "./formulas.js";
import { NUMBERS, fromSerial, toSerial } from "./values.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const letters = (column) => (column > 26 ? letters(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26));
const address = ([row, column]) => `${letters(column)}${row}`;
const FILLED = { zh: "填好的表", en: "Filled in" };

// A result as a file holds it: what kind it is, "" for a number, and its text.
function stored(value) {
  if (value instanceof Fault) return ["e", value.code];
  if (typeof value === "boolean") return ["b", String(Number(value))];
  return [typeof value === "string" ? "str" : "", String(value)];
}

// The sheets of a workbook in their order: name, and the part that holds each.
function sheets(files) {
  const related = new Map(every(xml(files, "xl/_rels/workbook.xml.rels"), "Relationship").map((one) => [one.getAttribute("Id"), one.getAttribute("Target")]));
  const tree = xml(files, "xl/workbook.xml");
  const found = every(tree, "sheet").map((node) => {
    const target = related.get([...node.attributes].find((one) => one.localName === "id" && one.prefix)?.value) || "";
    return { node, part: target.startsWith("/") ? target.slice(1) : `xl/${target}` };
  });
  return { tree, found, since1904: /^(1|true)$/.test(every(tree, "workbookPr")[0]?.getAttribute("date1904") || "") };
}

export function write(bytes, sheet, caption) {
  const files = unpack(bytes);
  const { tree, found } = sheets(files);
  // The second sheet is the blank one: the first says how to use the file.
  const { node, part } = found[1];
  const page = xml(files, part);
  const cells = new Map(every(page, "c").map((cell) => [cell.getAttribute("r"), cell]));
  const results = sheet.results();
  const text = (cell, value) => {
    const inner = page.createElementNS(MAIN, "t");
    inner.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    inner.textContent = value;
    const holder = page.createElementNS(MAIN, "is");
    holder.append(inner);
    cell.setAttribute("t", "inlineStr");
    cell.append(holder);
  };
  for (const { name, at, field, computed } of sheet.cells.values()) {
    const cell = cells.get(address(at));
    for (const one of every(cell, "v").concat(computed ? [] : [...cell.children])) one.remove();
    cell.removeAttribute("t");
    const kept = computed ? results.get(name) : sheet.value(name);
    if (kept === null || (!computed && sheet.fault(name))) continue;
    if (!computed && field.kind === "choice") text(cell, sheet.lists[field.list].find(([id]) => id === kept)[1]);
    else if (!computed && typeof kept === "string" && field.kind !== "date") text(cell, kept);
    else {
      const value = page.createElementNS(MAIN, "v");
      const [type, words] = stored(computed || field.kind !== "date" ? kept : toSerial(kept));
      value.textContent = words;
      if (type) cell.setAttribute("t", type);
      cell.append(value);
    }
  }
  const top = cells.get("A2");
  top.replaceChildren();
  text(top, caption);
  put(files, part, page);
  const before = node.getAttribute("name");
  node.setAttribute("name", FILLED[sheet.language]);
  put(files, "xl/workbook.xml", tree);
  const app = xml(files, "docProps/app.xml");
  for (const one of every(app, "lpstr")) if (one.textContent === before) one.textContent = FILLED[sheet.language];
  put(files, "docProps/app.xml", app);
  return pack(files);
}

const said = (node) =>
  every(node, "t")
    .filter((one) => one.parentNode.localName !== "rPh")
    .map((one) => one.textContent)
    .join("")
    .replace(/_x000[dD]_/g, "");

function values(page, shared) {
  const found = new Map();
  for (const cell of every(page, "c")) {
    const type = cell.getAttribute("t");
    const raw = every(cell, "v")[0]?.textContent;
    let value = null;
    if (type === "inlineStr") value = said(cell);
    else if (raw === undefined || type === "e") continue;
    else if (type === "s") value = shared[Number(raw)] ?? null;
    else if (type === "str" || type === "d") value = raw;
    else if (type === "b") value = raw === "1" ? "TRUE" : "FALSE";
    else value = Number(raw);
    if (value !== null && value !== "" && !Number.isNaN(value)) found.set(cell.getAttribute("r"), value);
  }
  return found;
}

// Yields, for each sheet that could be the worksheet, what its cells hold: a function from (sheet, section, row, column) to a value.
export function read(bytes, known) {
  const files = unpack(bytes);
  if (!files["xl/workbook.xml"]) throw new Refused("other");
  const { found, since1904 } = sheets(files);
  const shared = files["xl/sharedStrings.xml"] ? every(xml(files, "xl/sharedStrings.xml"), "si").map(said) : [];
  const pages = found.filter(({ part }) => files[part]).map(({ part }) => values(xml(files, part), shared));
  return pages.flatMap((cells) => {
    const title = cells.get("A1");
    const language = Object.keys(known).find((one) => known[one] === String(title).trim());
    return language ? [{ language, take: (sheet) => take(sheet, cells, since1904) }] : [];
  });
}

function take(sheet, cells, since1904) {
  const typed = {};
  const lost = [];
  const rows = new Map();
  for (const [at, value] of cells) if (/^A\d+$/.test(at) && typeof value === "string") rows.set(value.trim(), rows.get(value.trim()) ?? Number(at.slice(1)));
  for (const section of sheet.data.sections) {
    // Where rows were inserted above it, or in an older edition, a section stands elsewhere.
    const here = cells.get(`A${section.at}`);
    const start = typeof here === "string" && here.trim() === section.title ? section.at : rows.get(section.title);
    if (start === undefined) {
      lost.push(section.title);
      continue;
    }
    for (const cell of sheet.cells.values()) {
      if (cell.section !== section || cell.computed) continue;
      const value = cells.get(address([cell.at[0] + start - section.at, cell.at[1]])) ?? null;
      typed[cell.name] = value !== null && typeof value === "number" ? number(cell.field, value, since1904) : value;
    }
  }
  return { typed, lost };
}

// A number in a cell is exact; one in a field for text was meant as text.
function number(field, value, since1904) {
  if (field.kind === "date") return fromSerial(value + (since1904 ? 1462 : 0)) ?? String(value);
  return NUMBERS.includes(field.kind) ? value : String(value);
}
