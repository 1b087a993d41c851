// A worksheet in memory: its cells where the grid has them, what has been entered, what follows from it.
import { compute } from "./formulas.js";
import { counted, fits, read } from "./values.js";

export class Sheet {
  constructor(data) {
    this.data = data;
    this.language = data.language;
    this.lists = data.lists;
    this.cells = new Map();
    for (const section of data.sections) {
      let at = section.at + (section.note ? 2 : 1);
      if (section.columns) {
        at += 1;
        for (const row of section.rows) {
          section.columns.forEach((field, place) => this.place(section, row, field, at, place + 1));
          at += 1;
        }
      }
      for (const field of section.fields) this.place(section, null, field, (at += 1) - 1, 2);
    }
    const options = Object.values(data.lists).flat();
    this.options = { B: options.map(([, label]) => label), C: options.map(([, , value]) => value) };
    this.begin("blank");
  }

  place(section, row, field, ...at) {
    const name = [section.id, row, field.id].filter(Boolean).join(".");
    const address = at.join(",");
    this.cells.set(name, { name, section, row, field, at, address, computed: address in this.data.formulas });
  }

  // The blank sheet or the example; what is entered is kept as what differs from it, so both languages share it.
  begin(start, changes = {}) {
    this.start = start;
    this.changes = { ...changes };
  }

  value(name) {
    return name in this.changes ? this.changes[name] : (this.data[this.start][name] ?? null);
  }

  // Returns what is wrong with what was typed, "" for nothing.
  enter(name, typed) {
    const { value, fault = "" } = read(this.cells.get(name).field, typed, this.lists, this.language);
    this.set(name, value);
    return fault;
  }

  set(name, value) {
    if (value === (this.data[this.start][name] ?? null)) delete this.changes[name];
    else this.changes[name] = value;
  }

  fault(name) {
    const { field, computed } = this.cells.get(name);
    const value = this.value(name);
    return computed || value === null || typeof value === "number" || field.kind === "choice"
      ? ""
      : read(field, value, this.lists, this.language).fault || "";
  }

  // What every formula gives, by name.
  results() {
    const entries = {};
    for (const { name, field, address, computed } of this.cells.values()) {
      if (!computed) entries[address] = counted(field, this.value(name), this.lists, this.language);
    }
    const values = compute(entries, this.data.formulas, this.options);
    const found = [...this.cells.values()].filter((cell) => cell.computed);
    return new Map(found.map((cell) => [cell.name, values[cell.address]]));
  }

  // Takes values by name, from a file or from storage, and returns those that have no place here.
  take(values, start) {
    const left = {};
    this.begin(start);
    for (const [name, value] of Object.entries(values)) {
      const cell = this.cells.get(name);
      if (cell && !cell.computed && fits(cell.field, value, this.lists)) {
        // A number that could not be read once may fit by now.
        this.set(name, typeof value === "string" && cell.field.kind !== "choice" ? read(cell.field, value, this.lists, this.language).value : value);
      } else left[name] = value;
    }
    return left;
  }

  // Takes all values of a file: from whichever start less differs.
  takeAll(values) {
    const everything = Object.fromEntries([...this.cells.values()].filter((cell) => !cell.computed).map(({ name }) => [name, null]));
    const from = (start) => {
      this.take({ ...everything, ...values }, start);
      return Object.keys(this.changes).length;
    };
    if (from("example") >= from("blank")) return;
    from("example");
  }

  get isEmpty() {
    return this.start === "blank" && Object.keys(this.changes).length === 0;
  }
}
