// Keeps a worksheet in the reader's own storage: what differs from the blank sheet or the example, by the names of the cells.
// Several tabs may have the same sheet open: before saving, what another tab has saved meanwhile is taken in, cell by cell.
import { keep, recall } from "../storage.js";

const VERSION = 1;
const isRecord = (one) => typeof one === "object" && one !== null && !Array.isArray(one);

export class Memory {
  constructor(sheet) {
    this.sheet = sheet;
    this.name = `worksheet.${sheet.data.tool}`;
    this.mine = new Set();
    this.left = {};
    this.last = null;
  }

  // Returns what the reader should know: "damaged", "revised", or "".
  load() {
    const raw = recall(this.name);
    this.last = raw;
    if (raw === null) return "";
    const kept = this.parse(raw);
    if (!kept) {
      // Perhaps a later version of the page can read it; nothing that was saved is thrown away.
      keep(`${this.name}.unread`, raw);
      return "damaged";
    }
    this.left = { ...kept.left, ...this.sheet.take(kept.cells, kept.start) };
    return kept.meaning === this.sheet.data.meaning ? "" : "revised";
  }

  parse(raw) {
    try {
      const kept = JSON.parse(raw);
      const sound = isRecord(kept) && kept.version === VERSION && isRecord(kept.cells) && ["blank", "example"].includes(kept.start);
      return sound ? { ...kept, left: isRecord(kept.left) ? kept.left : {} } : null;
    } catch {
      return null;
    }
  }

  // Takes in what another tab has saved since; returns whether there was anything.
  merge() {
    const raw = recall(this.name);
    if (raw === this.last || raw === null) return false;
    this.last = raw;
    const kept = this.parse(raw);
    if (!kept) return false;
    const own = [...this.mine].map((name) => [name, this.sheet.value(name)]);
    this.left = { ...kept.left, ...this.sheet.take(kept.cells, kept.start) };
    for (const [name, value] of own) this.sheet.set(name, value);
    return true;
  }

  // Returns whether it could be saved; `whole` when everything was replaced, so that there is nothing to take in.
  save(whole = false) {
    const merged = !whole && this.merge();
    const { start, changes, data, isEmpty } = this.sheet;
    const empty = isEmpty && Object.keys(this.left).length === 0;
    const kept = empty ? null : JSON.stringify({ version: VERSION, meaning: data.meaning, start, cells: changes, left: this.left });
    const saved = keep(this.name, kept);
    if (saved) {
      this.last = kept;
      this.mine.clear();
    }
    return { saved, merged };
  }
}
