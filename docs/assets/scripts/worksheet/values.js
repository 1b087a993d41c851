// What people type, what is kept, what is shown. Kept are numbers, texts, dates as YYYY-MM-DD, and options by their id; a text
// in a field for numbers or dates is something that could not be read, kept as it was typed.
import { plain, readAmount, shifted } from "../amounts.js";
import { Fault } from "./formulas.js";

export const NUMBERS = ["integer", "number", "percent", "money"];
const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);
const FIRST_DATE = "2000-01-01";

export const toSerial = (date) => Math.round((Date.parse(`${date}T00:00:00Z`) - EPOCH) / DAY);
export function fromSerial(serial) {
  const date = new Date(EPOCH + Math.floor(serial) * DAY);
  return Number.isNaN(date.getTime()) || serial < 0 || serial > 2_958_465 ? null : date.toISOString().slice(0, 10);
}

// Returns the number, null for nothing, undefined for what is no number.
function readNumber(field, typed) {
  if (plain(typed) === "") return null;
  const amount = readAmount(typed, field.unit);
  if (!amount || (amount.percent && field.kind !== "percent")) return undefined;
  const value = shifted(amount.digits, amount.power);
  // As in a spreadsheet: in a field for percentages 12 means 12%, and so does 0.12.
  const hundredths = field.kind === "percent" && (amount.percent || Math.abs(value) >= 1);
  return hundredths ? shifted(amount.digits, amount.power - 2) : value;
}

function readDate(typed) {
  const text = plain(typed);
  const found = text.match(/^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?$/) || text.match(/^(\d{4})(\d\d)(\d\d)$/);
  if (!found) return text === "" ? null : undefined;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}

// Returns {value}, and a fault in plain words where what was typed does not fit; the value is then the text as it was typed.
export function read(field, typed, lists, language) {
  const zh = language === "zh";
  if (field.kind === "text" || field.kind === "prose") {
    const text = typed.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").trim();
    return { value: (field.kind === "text" ? text.replace(/\s*\n\s*/g, " ") : text) || null };
  }
  if (field.kind === "choice") {
    const wanted = plain(typed);
    if (!wanted) return { value: null };
    const options = lists[field.list];
    const found = options.find(([id, label]) => id === typed || plain(label) === wanted);
    // The blank files list all options where nothing has been chosen.
    if (!found && wanted === plain(options.map(([, label]) => label).join(" / "))) return { value: null };
    return found ? { value: found[0] } : { value: null, fault: zh ? "选项里没有这一项。" : "This is not one of the options." };
  }
  if (field.kind === "date") {
    const value = readDate(typed);
    if (value === null || (value && value >= FIRST_DATE)) return { value };
    return { value: typed.trim(), fault: zh ? "请填日期，例如 2026-11-02。" : "Give a date, such as 2026-11-02." };
  }
  const value = readNumber(field, typed);
  if (value === null) return { value };
  const fault = value === undefined ? noNumber(field, zh) : numberFault(field, value, language);
  return fault ? { value: typed.trim(), fault } : { value };
}

const noNumber = (field, zh) => {
  const sample = { percent: "12%", money: "1,234", integer: "12", number: "1.5" }[field.kind];
  return zh ? `请填数字，例如 ${sample}。` : `Give a number, such as ${sample}.`;
};

export function numberFault(field, value, language) {
  const zh = language === "zh";
  const { min = -1e12, max = 1e12 } = field;
  const bound = (size) => entry({ kind: field.kind === "percent" ? "percent" : "number" }, size);
  if (value < min || value > max) {
    if (min > -1e12 && max < 1e12) {
      return zh ? `请填 ${bound(min)} 到 ${bound(max)} 之间的数。` : `Give a number from ${bound(min)} to ${bound(max)}.`;
    }
    if (value < min) return zh ? `请填不小于 ${bound(min)} 的数。` : `Give a number of at least ${bound(min)}.`;
    return zh ? `请填不大于 ${bound(max)} 的数。` : `Give a number of at most ${bound(max)}.`;
  }
  return field.kind === "integer" && !Number.isInteger(value) ? (zh ? "请填整数。" : "Give a whole number.") : "";
}

// Tells whether a value that was kept, or comes from a file, can stand in a field.
export function fits(field, value, lists) {
  if (value === null) return true;
  if (field.kind === "choice") return lists[field.list].some(([id]) => id === value);
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value) && NUMBERS.includes(field.kind));
}

// What a formula reads: null where the field is empty or holds what could not be read.
export function counted(field, value, lists, language) {
  if (value === null) return null;
  if (field.kind === "choice") return lists[field.list].find(([id]) => id === value)[1];
  if (field.kind === "date") return read(field, value, lists, language).fault ? null : toSerial(value);
  return NUMBERS.includes(field.kind) && typeof value === "string" ? null : value;
}

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
function decimal(value, decimals) {
  const [whole, part] = value.toFixed(decimals).split(".");
  return grouped(whole) + (part ? `.${part}` : "");
}
const dressed = (field, value, text) => {
  const sign = value < 0 && /[1-9]/.test(text) ? "-" : "";
  if (field.kind === "percent") return `${sign}${text}%`;
  return field.kind === "money" ? `${sign}¥${text}` : sign + text;
};

// A number that somebody gave, in full: 12.5%, ¥1,234.5, 0.333.
function entryNumber(field, value) {
  const full = (size) => (String(size).includes("e") ? size.toFixed(14).replace(/\.?0+$/, "") : String(size));
  const size = full(Math.abs(value));
  const [whole, part = ""] = (field.kind === "percent" ? full(shifted(size, 2)) : size).split(".");
  const digits = part.padEnd(["number", "percent"].includes(field.kind) ? field.decimals || 0 : 0, "0");
  return dressed(field, value, grouped(whole) + (digits && `.${digits}`));
}

// What stands in the field, and in the files for people.
export function entry(field, value, lists = {}) {
  if (value === null || value === undefined) return "";
  if (field.kind === "choice") return lists[field.list].find(([id]) => id === value)?.[1] ?? "";
  return typeof value === "number" ? entryNumber(field, value) : value;
}

// What a formula has given, rounded as the page and the downloads round it; null where it gives an error.
export function shown(field, value) {
  if (value instanceof Fault) return null;
  if (typeof value === "boolean") return shown(field, Number(value));
  if (value === null || typeof value === "string") return value ?? "";
  if (field.kind === "date") return fromSerial(value);
  const decimals = ["number", "percent"].includes(field.kind) ? field.decimals || 0 : 0;
  const scale = 10 ** decimals;
  const size = Math.abs(field.kind === "percent" ? value * 100 : value);
  return dressed(field, value, decimal(Math.floor(size * scale + 0.5 + 1e-9) / scale, decimals));
}
