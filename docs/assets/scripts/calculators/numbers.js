// Reads what people type into a calculator, and writes numbers as the page's language does.
import { plain, readAmount, shifted } from "../amounts.js";

const formats = new Map();

function readNumber(text, field) {
  const amount = readAmount(text, field.unit);
  if (!amount || (amount.percent && field.kind !== "percent")) return null;
  return shifted(amount.digits, amount.power - (field.kind === "percent" ? 2 : 0));
}

// Returns { value } or { fault, … }: what is wrong with the text, as a key of the words.
export function readField(text, field) {
  const given = text.trim();
  if (!given) return field.optional ? { value: null } : { fault: "empty" };
  if (field.kind === "text") return given.length > field.max ? { fault: "long" } : { value: given };
  if (field.kind === "choice") return field.options.some((one) => one.id === given) ? { value: given } : { fault: "choice" };
  if (field.kind === "date") return readDate(given, field);
  if (field.kind === "prices") return readAnswers(given, field);
  const value = readNumber(given, field);
  if (value === null) return { fault: "letters" };
  if (value < field.min || value > field.max) return { fault: "range" };
  return field.kind === "integer" && !Number.isInteger(value) ? { fault: "whole" } : { value };
}

// One answer a line: as many prices as the field asks for, parted by tabs, spaces, semicolons or commas, as a spreadsheet or a
// survey gives them, or by hyphens, as an address does. A first line without digits is a heading.
function readAnswers(text, field) {
  const lines = text.normalize("NFKC").split(/[\n_]/).map((line) => line.trim());
  const answers = [];
  for (const [order, line] of lines.entries()) {
    if (!line || (order === 0 && !/\d/.test(line))) continue;
    const parts = line.split(/[\s;]/.test(line) ? /[\s;]+/ : line.includes("-") ? "-" : /[,、]/).map((part) => part.replace(/[,、]$/, ""));
    const prices = parts.filter(Boolean).map((part) => readNumber(part, {}));
    if (prices.length !== field.count || prices.some((price) => price === null || price < 0 || price > field.max)) return { fault: "line", line: order + 1 };
    answers.push(prices);
  }
  if (!answers.length) return { fault: "empty" };
  return answers.length > field.most ? { fault: "many" } : { value: answers };
}

function readDate(text, field) {
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) return { fault: "date" };
  return text < field.min || text > field.max ? { fault: "range" } : { value: text };
}

export function figure(value, decimals, language, fixed = false) {
  const key = `${language}${decimals}${fixed}`;
  if (!formats.has(key)) {
    const options = { minimumFractionDigits: fixed ? decimals : 0, maximumFractionDigits: decimals };
    formats.set(key, new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-US", options));
  }
  // Minus zero and results that only round to zero from below would be printed as -0.
  const rounded = Math.abs(value) < 0.5 / 10 ** decimals ? 0 : value;
  return formats.get(key).format(rounded).replace("-", "−");
}

// Whether what is printed is all there is, so that "=" may stand before it.
export function isExact(value, field) {
  const scaled = (field.kind === "percent" ? value * 100 : value) * 10 ** (field.decimals || 0);
  return Math.abs(scaled - Math.round(scaled)) <= 1e-9 * Math.max(1, Math.abs(scaled));
}

// The bare figure, as it stands in a calculation: 45,000 or 75%.
export function bare(value, field, language) {
  if (field.kind === "percent") return `${figure(value * 100, field.decimals || 0, language)}%`;
  return figure(value, field.decimals || 0, language);
}

// With its unit, as it stands alone: ¥45,000, 45,000 元, 12 months.
export function shown(value, field, language) {
  const text = bare(value, field, language);
  if (field.kind === "money") {
    const dollars = field.currency === "USD";
    if (language === "zh") return `${text} ${dollars ? "美元" : "元"}`;
    return text.replace(/^(−?)/, `$1${dollars ? "US$" : "¥"}`);
  }
  if (!field.unit) return text;
  return `${text} ${language === "en" && text === "1" ? field.unit.replace(/s$/, "") : field.unit}`;
}

// Short, for axes and beside long amounts: 45 万, 2.4 亿; 450k, 2.4bn.
export function compact(value, language, spoken = false) {
  const steps = language === "zh" ? [[1e8, " 亿"], [1e4, " 万"]] : spoken ? [[1e9, " billion"], [1e6, " million"]] : [[1e9, "bn"], [1e6, "m"], [1e3, "k"]];
  // As it will be written: 999,999 is 1m, not 1,000k.
  const [size, word] = steps.find(([least]) => Math.abs(value) >= least * 0.99995) || [1, ""];
  return figure(value / size, size > 1 ? 2 : 1, language) + word;
}
