// Files out of and into a worksheet. Out: the course's blank download of that kind, filled in. In: a file of any of these kinds,
// tried for as long as nothing has been changed; what cannot be used is refused in plain words.
import { save } from "../files.js";
import { Refused } from "./archive.js";
import { Sheet } from "./model.js";
import { entry, numberFault, read as readValue, shown } from "./values.js";

const LARGEST = 10_000_000;
const TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  md: "text/markdown;charset=utf-8",
};
const KINDS = {
  xlsx: () => import("./spreadsheet.js"),
  docx: () => import("./document.js"),
  md: () => import("./markdown.js"),
};

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer;
}

// Saves a file and returns its name.
export async function make(sheet, suffix, address) {
  const { files } = sheet.data;
  const [kind, blank] = await Promise.all([KINDS[suffix](), fetched(new URL(`../downloads/${files[suffix]}`, address))]);
  const bytes = new Uint8Array(await blank.arrayBuffer());
  const day = new Date().toLocaleDateString("sv-SE");
  const caption = sheet.language === "zh" ? `填好的表，${day}` : `Filled in, ${day}`;
  const name = files[suffix].replace(/\.txt$/, "").replace(/\.(zh|en)\./, `-${day}.$1.`);
  save(name, kind.write(bytes, sheet, caption), TYPES[suffix]);
  return name;
}

// Returns {values, misfits} for the sheet to take, or {fault} in plain words.
export async function read(file, sheet, address) {
  const zh = sheet.language === "zh";
  const faults = {
    large: zh ? "这个文件太大，不会是这张表。" : "This file is too large to be this sheet.",
    macros: zh ? "这个文件带宏，不打开。请另存为普通的 .xlsx 再试。" : "This file holds macros and is not opened. Save it as a plain .xlsx and try again.",
    damaged: zh ? "这个文件读不出来：它不是表格或文档，或者已经损坏。" : "This file cannot be read: it is no spreadsheet or document, or it is damaged.",
    other: zh ? `这个文件不是“${sheet.data.title}”：开头没有这个标题。` : `This file is not the “${sheet.data.title}”: it does not begin with that title.`,
    empty: zh ? "文件里没有找到这张表的任何一节。" : "The file has none of the sections of this sheet.",
  };
  const nothing = zh ? "表没有改动。" : "The sheet is as it was.";
  const refused = (reason) => ({ fault: `${faults[reason]}${zh ? "" : " "}${nothing}` });
  if (file.size > LARGEST) return refused("large");
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
    // The first bytes tell more than the name: a spreadsheet may have been renamed.
    const order = zipped ? ["xlsx", "docx"] : ["md"];
    let found = [];
    for (const suffix of order) {
      const kind = await KINDS[suffix]();
      try {
        found = kind.read(bytes, sheet.data.titles);
      } catch (error) {
        if (!(error instanceof Refused) || error.message !== "other") throw error;
      }
      if (found.length) break;
    }
    if (!found.length) return refused(zipped || /\.(md|txt|markdown)$/i.test(file.name) ? "other" : "damaged");
    return await best(found, sheet, address, refused);
  } catch (error) {
    if (error instanceof Refused) return refused(error.message);
    throw error;
  }
}

// A download holds the blank sheet and the example. Whichever was filled in counts, the blank one first.
async function best(found, sheet, address, refused) {
  const { language } = found[0];
  // Labels and given texts are those of the file's own language.
  const own = language === sheet.language ? sheet.data : await (await fetched(new URL(`${sheet.data.tool}.${language}.json`, address))).json();
  const taken = found.map(({ take }, part) => {
    const there = new Sheet(own);
    const { typed, lost } = take(there);
    const { values, misfits } = valued(there, typed);
    // The example of a download is rounded, as on the page.
    const rounded = ([name, value]) => typeof value === "number" && shown(there.cells.get(name).field, value) === shown(there.cells.get(name).field, own.example[name] ?? null);
    if (part) for (const [name] of Object.entries(values).filter(rounded)) values[name] = own.example[name];
    there.takeAll(values);
    return { values, misfits: [...lost, ...misfits], start: there.start, count: Object.keys(there.changes).length, sections: own.sections.length - lost.length };
  });
  const usable = taken.filter(({ sections, values }) => sections > 0 && Object.keys(values).length);
  if (!usable.length) return refused("empty");
  const chosen = usable.find(({ count }) => count > 0) || usable[0];
  // Texts that stand in every blank sheet, or in the example, are kept as such, so that they follow the language.
  const start = own[chosen.start];
  const values = Object.entries(chosen.values).map(([name, value]) => [name, value === (start[name] ?? null) ? (sheet.data[chosen.start][name] ?? null) : value]);
  return { values: Object.fromEntries(values), misfits: chosen.misfits };
}

function valued(sheet, typed) {
  const values = {};
  const misfits = [];
  for (const [name, raw] of Object.entries(typed)) {
    const { field } = sheet.cells.get(name);
    const { value, fault } =
      typeof raw === "number" ? limited(sheet, field, raw) : readValue(field, raw ?? "", sheet.lists, sheet.language);
    if (fault && value === null) misfits.push(`${field.title}: ${raw}`);
    values[name] = value;
  }
  return { values, misfits };
}

// A number from a spreadsheet needs no reading, only to be within the field's limits.
function limited(sheet, field, value) {
  const fault = numberFault(field, value, sheet.language);
  return fault ? { value: entry(field, value), fault } : { value };
}
