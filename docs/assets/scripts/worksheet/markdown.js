// A worksheet as Markdown: the course's own download with its tables filled in, without the example that follows there.
import { Refused } from "./archive.js";
import { take, texts } from "./tables.js";

const escaped = (text) => text.replace(/[|<]/g, "\\$&").replace(/\n/g, "<br>");
const plain = (text) => text.trim().replace(/\\([|<])|<br *\/?>/g, (_, sign) => sign ?? "\n");
const cells = (line) => line.trim().replace(/^\|/, "").replace(/\|$/, "").split(/(?<!\\)\|/).map(plain);

export function write(bytes, sheet, caption) {
  const filled = texts(sheet);
  const lines = [];
  let [part, section, row] = [0, -1, -1];
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line.startsWith("## ") && (part += 1) > 1) break;
    if (line.startsWith("### ")) [section, row] = [section + 1, -2];
    if (part && line.startsWith("|")) {
      if (row >= 0) {
        const width = cells(line).length;
        const texts = filled[section][row];
        // A result names itself in the first column and stands in the last.
        const whole = texts.length === width ? texts : [texts[0], ...Array(width - texts.length).fill(""), ...texts.slice(1)];
        lines.push(`| ${whole.map(escaped).join(" | ")} |`);
      } else lines.push(line);
      row += 1;
    } else lines.push(line.startsWith("## ") ? `## ${caption}` : line);
  }
  return new TextEncoder().encode(`${lines.join("\n").trimEnd()}\n`);
}

export function read(bytes, known) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch {
    throw new Refused("damaged");
  }
  const title = text.match(/^# +(.*)$/m)?.[1].trim();
  const language = Object.keys(known).find((one) => known[one] === title);
  if (!language) return [];
  // The blank part, and the example where there is one.
  const parts = text.split(/^## +.*$/m).slice(1);
  return parts.map((part) => {
    const tables = new Map();
    for (const section of part.split(/^### +/m).slice(1)) {
      const lines = section.split("\n").filter((line) => line.trim().startsWith("|"));
      tables.set(section.split("\n")[0].trim(), lines.slice(2).map(cells));
    }
    return { language, take: (sheet) => take(sheet, tables) };
  });
}
