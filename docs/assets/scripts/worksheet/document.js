// A worksheet as DOCX: the course's own download with its tables filled in, without the example that follows there.
import { Refused, every, pack, put, unpack, xml } from "./archive.js";
import { take, texts } from "./tables.js";

const BODY = "word/document.xml";
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const own = (parent, name) => [...parent.children].filter((one) => one.localName === name);
// A choice or date field, which Word or LibreOffice may have put around them, is looked through.
const rows = (table) => every(table, "tr").filter((row) => row.parentNode.closest("*|tbl") === table);
const cells = (row) => every(row, "tc").filter((cell) => cell.closest("*|tr") === row);

function said(node) {
  if (node.localName === "t") return node.textContent;
  if (node.localName === "br" || node.localName === "cr") return "\n";
  if (node.localName === "tab" && node.parentNode.localName === "r") return "\t";
  if (node.localName === "del" || node.localName === "instrText") return "";
  return [...node.children].map(said).join("");
}
const text = (cell) => every(cell, "p").map(said).join("\n").trim();

function say(tree, paragraph, words) {
  const make = (name, ...children) => {
    const made = tree.createElementNS(W, `w:${name}`);
    made.append(...children);
    return made;
  };
  const run = make("r", ...(every(paragraph, "b").length ? [make("rPr", make("b"))] : []));
  words.split("\n").forEach((line, place) => {
    const piece = make("t");
    piece.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    piece.textContent = line;
    run.append(...(place ? [make("br")] : []), piece);
  });
  for (const one of [...paragraph.children]) if (one.localName !== "pPr") one.remove();
  paragraph.append(run);
}

const style = (paragraph) => every(paragraph, "pStyle")[0]?.getAttribute("w:val");

export function write(bytes, sheet, caption) {
  const files = unpack(bytes);
  const tree = xml(files, BODY);
  const body = every(tree, "body")[0];
  const [blank, example] = own(body, "p").filter((one) => style(one) === "Heading1");
  say(tree, blank, caption);
  const parts = [...body.children];
  // From the page break before the example on, all but the settings of the page.
  for (const one of parts.slice(parts.indexOf(example) - 1)) if (one.localName !== "sectPr") one.remove();
  const filled = texts(sheet);
  own(body, "tbl").forEach((table, place) => {
    rows(table).slice(1).forEach((row, number) => {
      const words = filled[place][number];
      const into = cells(row);
      words.forEach((one, column) => say(tree, own(into[column], "p")[0], one));
    });
  });
  put(files, BODY, tree);
  return pack(files);
}

export function read(bytes, known) {
  const files = unpack(bytes);
  if (!files[BODY]) throw new Refused("other");
  const body = every(xml(files, BODY), "body")[0];
  if (!body) throw new Refused("damaged");
  const outer = [...every(body, "p"), ...every(body, "tbl")].filter((node) => !node.parentNode.closest("*|tbl"));
  outer.sort((one, two) => (one.compareDocumentPosition(two) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  let language;
  let before = [];
  const tables = [];
  for (const node of outer) {
    if (node.localName === "tbl") {
      tables.push({ names: before, rows: rows(node).slice(1).map((row) => cells(row).map(text)) });
      before = [];
    }
    const words = node.localName === "p" && said(node).trim();
    if (!words) continue;
    language ??= Object.keys(known).find((name) => known[name] === words);
    // A note may stand between a section's title and its table.
    before = [...before.slice(-1), words];
  }
  if (!language) return [];
  const part = (some) => ({ language, take: (sheet) => take(sheet, byTitle(sheet, some)) });
  return [part(tables), part([...tables].reverse())];
}

// The first of the tables that stands below a section's title.
function byTitle(sheet, tables) {
  const found = new Map();
  for (const { title } of sheet.data.sections) {
    const table = tables.find(({ names }) => names.includes(title));
    if (table) found.set(title, table.rows);
  }
  return found;
}
