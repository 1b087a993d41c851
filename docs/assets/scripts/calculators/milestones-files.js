// A milestone plan as files to keep: a calendar and a spreadsheet. Fetched when one is asked for.
import { dateOf, dayOf } from "./milestones.js";

const plainText = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
const bytes = (letter) => (letter.length > 1 ? 4 : letter < "\u0080" ? 1 : letter < "\u0800" ? 2 : 3);

// A line of a calendar holds 75 bytes; what is longer goes on after a line break and a space.
function folded(line) {
  const out = [];
  let piece = "";
  let size = 0;
  for (const letter of line) {
    if (size + bytes(letter) > 73) {
      out.push(piece);
      piece = "";
      size = 0;
    }
    piece += letter;
    size += bytes(letter);
  }
  return [...out, piece].join("\r\n ");
}

// The plan as an iCalendar file: one all-day event for each milestone. `now` is a date and time in ISO form.
export function calendar(about, input, result, now) {
  const compactDate = (date) => date.replaceAll("-", "");
  const stamp = `${now.slice(0, 19).replace(/[-:]/g, "")}Z`;
  const events = result.tables.plan.map((row) => [row.name.raw, row.due, `${about.texts[row.critical]}`]);
  events.push([about.texts.target, input.target, about.title]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//GTM Strategy//Milestone plan//EN"];
  events.forEach(([name, date, more], order) => {
    lines.push("BEGIN:VEVENT", `UID:milestone-${order + 1}-${compactDate(input.start)}@gtm-strategy`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${compactDate(date)}`, `DTEND;VALUE=DATE:${compactDate(dateOf(dayOf(date) + 1))}`);
    lines.push(`SUMMARY:${plainText(name)}`, `DESCRIPTION:${plainText(more)}`, "TRANSP:TRANSPARENT", "END:VEVENT");
  });
  return `${[...lines, "END:VCALENDAR"].map(folded).join("\r\n")}\r\n`;
}

// A cell of a spreadsheet; what would start a formula is kept from starting one.
function cell(value) {
  const text = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function table(about, input, result) {
  const columns = about.tables[0].columns;
  const rows = result.tables.plan.map((row) => columns.map((column) => cell(row[column.id].raw ?? about.texts[row[column.id]] ?? (typeof row[column.id] === "number" ? Number(row[column.id].toFixed(2)) : row[column.id]))));
  return `${[columns.map((column) => cell(column.unit ? `${column.title} (${column.unit})` : column.title)), ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}
