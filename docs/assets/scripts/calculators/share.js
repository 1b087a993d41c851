// What the buttons of a calculator do, fetched when one is pressed: the link, the text, and files to keep.
import { copyText, save } from "../files.js";
import { shown } from "./numbers.js";
import { pieces, phrase, tableRows } from "./results.js";
import { say } from "./words.js";

async function give(state, text) {
  const { status, about } = state;
  // Emptied first, so that a second press is announced as well.
  status.textContent = "";
  if (await copyText(text)) {
    status.textContent = say(about, "copied");
    return;
  }
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.value = text;
  area.rows = Math.min(text.split("\n").length, 12);
  area.setAttribute("aria-label", say(about, "byHand"));
  status.replaceChildren(say(about, "byHand"), area);
  area.focus();
  area.select();
}

export async function link(state, address) {
  if (address) await give(state, new URL(address, location.href).href);
  else state.status.textContent = say(state.about, "tooLong");
}

const valueText = (about, value, field) => {
  if (value === null || value === undefined) return "";
  if (field.kind === "choice") return field.options.find((one) => one.id === value).title;
  if (field.kind === "prices") return `\n${value.map((answer) => answer.join("\t")).join("\n")}`;
  return typeof value === "number" ? shown(value, field, about.language) : value;
};

export async function copy(state) {
  const { about, input, result } = state;
  const colon = say(about, "colon");
  const out = [about.title, "", say(about, "inputs")];
  for (const group of about.groups) {
    if (group.columns) {
      input[group.id].forEach((row, order) => {
        const label = group.most ? order + 1 : group.rows[order].title;
        out.push(`- ${label}${colon}${group.columns.map((column) => `${column.title} ${valueText(about, row[column.id], column) || "—"}`).join(say(about, "comma"))}`);
      });
    } else for (const field of group.inputs) out.push(`- ${field.title}${colon}${valueText(about, input[field.id], field) || "—"}`);
  }
  out.push("", say(about, "results"));
  for (const field of about.results) {
    const piece = pieces(about, field, input, result);
    if (!piece) continue;
    out.push(`- ${field.title}${colon}${piece.value}${piece.bands.map((band) => ` [${band}]`).join("")}`);
    if (piece.worked) out.push(`  ${piece.worked}`);
  }
  for (const list of about.lists) for (const entry of result.lists?.[list.id] || []) out.push(`- ${phrase(about, entry)}`);
  for (const table of about.tables) {
    const rows = tableRows(about, table, result);
    if (rows.length) out.push("", table.title, table.columns.map((column) => column.title).join("\t"), ...rows.map((row) => row.join("\t")));
  }
  out.push("", location.href);
  await give(state, out.join("\n"));
}

const fileName = (state, kind) => `${state.about.name}.${kind}`;

// The theme's colors are variables; a picture on its own needs them spelt out.
function picture(state) {
  const drawing = state.box.querySelector(".calc-chart svg").cloneNode(true);
  const styles = getComputedStyle(state.box);
  const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
  drawing.setAttribute("width", width * 2);
  drawing.setAttribute("height", height * 2);
  drawing.setAttribute("font-family", styles.fontFamily);
  const paper = `<rect width="${width}" height="${height}" fill="var(--diagram-paper)"/>`;
  drawing.insertAdjacentHTML("afterbegin", paper);
  const source = new XMLSerializer().serializeToString(drawing).replace(/var\((--[\w-]+)\)/g, (_, name) => styles.getPropertyValue(name).trim());
  return { source, width: width * 2, height: height * 2 };
}

export function svg(state) {
  save(fileName(state, "svg"), picture(state).source, "image/svg+xml");
}

export async function png(state) {
  const { source, width, height } = picture(state);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  save(fileName(state, "png"), await new Promise((resolve) => canvas.toBlob(resolve)), "image/png");
}

const files = () => import("./milestones-files.js");

export async function ics(state) {
  save(fileName(state, "ics"), (await files()).calendar(state.about, state.input, state.result, new Date().toISOString()), "text/calendar");
}

export async function csv(state) {
  // The mark at the start tells old spreadsheets that the file is UTF-8.
  save(fileName(state, "csv"), `\ufeff${(await files()).table(state.about, state.input, state.result)}`, "text/csv");
}
