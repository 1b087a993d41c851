// A worksheet on the page: its fields, what is computed from them, and the buttons. What it holds is the model's affair.
import { named, reached } from "../shell.js";
import { Memory } from "./memory.js";
import { Sheet } from "./model.js";
import { NUMBERS, entry, shown } from "./values.js";

const zh = document.documentElement.lang.startsWith("zh");
const say = zh
  ? {
      fill: "在线填写", back: "回到课文", how: "怎样填", sections: "各节", example: "载入填好的示例", clear: "全部清空", open: "打开填过的文件……", print: "打印",
      take: "带走：", start: "开始：", choose: "未选", add: "加一行", row: (n) => `第 ${n} 行`, none: "按现在填的内容算不出来", empty: "还没有结果",
      privacy: "填的内容只存在这个浏览器里，不会传到任何地方，换语言也还在。灰底的格子由公式算出。", close: "知道了",
      sureExample: "换成填好的示例？你填的内容会被替换。", sureClear: "清空整张表？填的内容会全部删掉。", sureOpen: "用文件里的内容替换现在这张表？",
      wasExample: "已载入示例，可以在上面改。", wasCleared: "已清空。", unsaved: "没能存下来：浏览器的存储满了或被禁用。离开之前请先带走一份文件。",
      damaged: "上次存下的内容读不出来，已经另外留存；现在是一张空白表。", revised: "这张表在你上次填写之后修订过；你填的内容已经放回原来的位置。",
      merged: "另一个标签页也改了这张表，两边的改动已经合在一起；同一格以后填的为准。", elsewhere: "另一个标签页改了这张表，这里已经同步。",
      left: "下面这些内容在修订后的表里没有位置，请自己抄到合适的地方：", exported: (name) => `已做好 ${name}。`,
      skipped: (n) => `有 ${n} 格填的不是能用的值，文件里留空。`, noFile: "文件没能做出来，可能断网了。", noRead: "文件没能读入，可能断网了。", working: "正在处理……",
      taken: (name) => `已读入 ${name}。`, misfits: "这些没能放进表里：",
    }
  : {
      fill: "Fill in online", back: "Back to the lesson", how: "How to fill it in", sections: "Sections", example: "Load the filled-in example", clear: "Clear everything", open: "Open a filled-in file…", print: "Print",
      take: "Take away:", start: "Start:", choose: "not chosen", add: "Add a row", row: (n) => `row ${n}`, none: "cannot be computed from these entries", empty: "no result yet",
      privacy: "What you enter stays in this browser and is sent nowhere; it is still there when you switch languages. Formulas fill the gray cells.", close: "Got it",
      sureExample: "Load the filled-in example? It replaces what you have entered.", sureClear: "Clear the whole sheet? Everything you have entered will be deleted.", sureOpen: "Replace this sheet with what the file holds?",
      wasExample: "The example is loaded; change it as you like.", wasCleared: "The sheet is empty.", unsaved: "This could not be saved: the browser’s storage is full or blocked. Take a file with you before you leave.",
      damaged: "What was saved last time cannot be read. It has been set aside, and the sheet is blank.", revised: "The tool has been revised since you last filled it in; your entries are back in their places.",
      merged: "Another tab has changed this sheet, too. The changes are put together; where both changed a cell, the later one counts.", elsewhere: "Another tab has changed this sheet; it is up to date here, too.",
      left: "These entries have no place in the revised sheet. Copy them where they belong:", exported: (name) => `${name} is ready.`,
      skipped: (n) => (n === 1 ? "One entry is not usable and is left empty in the file." : `${n} entries are not usable and are left empty in the file.`), noFile: "The file could not be made; the network may be down.", noRead: "The file could not be read; the network may be down.", working: "Working…",
      taken: (name) => `${name} has been read.`, misfits: "These could not be put into the sheet:",
    };

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((one) => one !== undefined && one !== ""));
  return element;
}
const hidden = (text) => make("span", { class: "visually-hidden" }, text);
const button = (text, act, name) => {
  const made = make("button", { type: "button", class: "ws-button", "data-do": name }, text);
  made.addEventListener("click", act);
  return made;
};

export async function open(address, back) {
  const [answer] = await Promise.all([fetch(address), style()]);
  if (!answer.ok) throw new Error(String(answer.status));
  return new View(new Sheet(await answer.json()), address, back);
}

function style() {
  const sheet = make("link", { rel: "stylesheet", href: new URL("../../stylesheets/worksheet.css", import.meta.url).href });
  return new Promise((resolve, reject) => {
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", reject);
    // Before the dark colours, which may change any rule.
    document.querySelector("#dark").before(sheet);
  });
}

class View {
  constructor(sheet, address, back) {
    Object.assign(this, { sheet, address });
    this.memory = new Memory(sheet);
    this.article = document.querySelector("main > .text");
    this.controls = new Map();
    this.computed = new Map();
    const news = this.memory.load();
    this.status = make("p", { class: "ws-status", role: "status" });
    this.build(back);
    this.fill();
    if (news) this.tell(say[news]);
    this.element.addEventListener("input", (event) => this.typed(event.target, false));
    this.element.addEventListener("change", (event) => this.typed(event.target, true));
    addEventListener("pagehide", () => this.save());
    addEventListener("storage", (event) => event.key?.endsWith(this.memory.name) && this.other(event.newValue));
  }

  // ---- Showing and hiding --------------------------------------------------------------------------------------------
  show() {
    this.title ??= document.title;
    this.article.before(this.element);
    this.turn(true);
    document.title = `${this.sheet.data.title} · ${say.fill} | ${this.title.split(" | ").pop()}`;
    const target = named();
    if (target && this.element.contains(target)) target.scrollIntoView();
    else scrollTo(0, 0);
    (target && this.element.contains(target) ? target : this.element).querySelector("h1, h2").focus({ preventScroll: true });
  }

  hide() {
    this.save();
    this.turn(false);
    this.element.remove();
    document.title = this.title;
  }

  turn(on) {
    this.article.hidden = on;
    document.documentElement.classList.toggle("filling", on);
    // The other language opens its sheet, too, at the same section.
    const language = document.querySelector(".language-switch");
    const target = new URL(language.href);
    target.search = on ? "?fill" : "";
    language.href = target.href;
    if (!this.aims) language.addEventListener("click", () => this.element.isConnected && this.aim(language));
    this.aims = true;
  }

  aim(language) {
    this.save();
    const target = new URL(language.href);
    target.hash = reached([...this.element.querySelectorAll(".ws-section")]);
    language.href = target.href;
  }

  // ---- Building ------------------------------------------------------------------------------------------------------
  build(back) {
    const { data } = this.sheet;
    const home = make("a", { href: location.pathname, class: "ws-back" }, `← ${say.back}`);
    home.addEventListener("click", (event) => {
      event.preventDefault();
      back();
    });
    const picker = make("input", { type: "file", accept: ".xlsx,.docx,.md,.txt", hidden: true, tabindex: "-1", "aria-label": say.open });
    picker.addEventListener("change", async () => {
      const [file] = picker.files;
      if (file) await this.bring(file);
      picker.value = "";
    });
    const kinds = { xlsx: "Excel (XLSX)", docx: "Word (DOCX)", md: "Markdown" };
    const bar = make(
      "div",
      { class: "ws-bar" },
      make("div", { role: "group", "aria-label": say.start.replace(/[:：]/, "") }, make("span", {}, say.start), button(say.example, () => this.begin("example"), "example"), button(say.open, () => picker.click(), "open"), button(say.clear, () => this.begin("blank"), "clear"), picker),
      make("div", { role: "group", "aria-label": say.take.replace(/[:：]/, "") }, make("span", {}, say.take), ...Object.keys(data.files).map((suffix) => button(kinds[suffix], () => this.export(suffix), suffix)), button(say.print, () => print(), "print")),
    );
    const links = data.sections.map(({ id, title }) => make("li", {}, make("a", { href: `#ws-${id}` }, title)));
    this.notice = make("div", { class: "ws-left", role: "note", hidden: true });
    this.element = make(
      "div",
      { class: "worksheet" },
      make("p", { class: "ws-top" }, home),
      make("h1", { tabindex: "-1" }, data.title),
      make("p", { class: "ws-privacy" }, say.privacy),
      make("details", { class: "ws-fold" }, make("summary", {}, say.how), make("ul", {}, ...data.how.map((line) => make("li", {}, line)))),
      bar,
      make("details", { class: "ws-fold ws-sections" }, make("summary", {}, say.sections), make("nav", { "aria-label": say.sections }, make("ul", {}, ...links))),
      this.notice,
      ...data.sections.map((section) => this.section(section)),
      this.status,
    );
    this.element.querySelector(".ws-sections").addEventListener("click", (event) => {
      if (event.target.closest("a")) event.currentTarget.open = false;
    });
  }

  section(section) {
    const id = `ws-${section.id}`;
    const parts = [make("h2", { id: `${id}-title`, tabindex: "-1" }, section.title)];
    if (section.note) parts.push(make("p", { class: "ws-note" }, section.note));
    if (section.columns) parts.push(...this.table(section));
    if (section.fields.length) {
      const rows = section.fields.map((field) => this.line(section, field));
      parts.push(make("div", { class: section.columns ? "ws-form ws-results" : "ws-form" }, ...rows));
    }
    return make("section", { class: "ws-section", id, "aria-labelledby": `${id}-title` }, ...parts);
  }

  line(section, field) {
    const name = `${section.id}.${field.id}`;
    const { computed } = this.sheet.cells.get(name);
    const unit = field.unit && field.kind !== "money" ? make("span", { class: "ws-unit", "aria-hidden": "true" }, field.unit) : "";
    const title = computed ? make("span", { class: "ws-name" }, field.title) : make("label", { class: "ws-name", for: this.id(name) }, field.title, unit && hidden(` (${field.unit})`));
    return make("div", { class: `ws-line ws-is-${field.kind}` }, title, make("span", { class: "ws-value" }, this.cell(name), unit));
  }

  table(section) {
    const unit = (field) => (field.unit && field.kind !== "money" ? ` (${field.unit})` : "");
    const head = section.columns.map((field) => make("th", { scope: "col", class: `ws-is-${field.kind}` }, field.title + unit(field)));
    const rows = section.rows.map((row, place) => {
      const cells = section.columns.map((field) => {
        const name = `${section.id}.${row}.${field.id}`;
        const { computed } = this.sheet.cells.get(name);
        const title = computed ? make("span", { class: "ws-label", "aria-hidden": "true" }, field.title + unit(field)) : make("label", { class: "ws-label", for: this.id(name) }, field.title + unit(field), hidden(zh ? `（${say.row(place + 1)}）` : ` (${say.row(place + 1)})`));
        return make("td", { class: `ws-is-${field.kind}` }, title, this.cell(name));
      });
      return make("tr", { "data-row": place + 1 }, ...cells);
    });
    const spare = rows.slice(rows.length - (section.spare || 0));
    const box = make("div", { class: "ws-box" }, make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
    if (!spare.length) return [box];
    const more = button(say.add, () => {
      const row = spare.find((one) => one.hidden);
      row.hidden = false;
      row.querySelector("textarea, input, select").focus();
      more.hidden = !spare.some((one) => one.hidden);
    }, "add");
    // Spare rows that are empty wait out of the way; the first stays where a table would have no row at all.
    (this.spare ??= []).push(() => {
      const last = spare.findLastIndex((row) => [...row.querySelectorAll("[data-name]")].some(({ dataset }) => this.sheet.value(dataset.name) !== null));
      spare.forEach((row, place) => (row.hidden = place > last && (place > 0 || rows.length > spare.length)));
      more.hidden = !spare.some((one) => one.hidden);
    });
    return [box, more];
  }

  id(name) {
    return `ws-${name.replaceAll(".", "--")}`;
  }

  cell(name) {
    const { field, computed } = this.sheet.cells.get(name);
    if (computed) {
      const output = make("span", { class: "ws-computed", "data-result": name });
      this.computed.set(name, output);
      return output;
    }
    const attributes = { id: this.id(name), "data-name": name };
    let control;
    if (field.kind === "choice") {
      const options = this.sheet.lists[field.list].map(([id, label]) => make("option", { value: id }, label));
      control = make("select", attributes, make("option", { value: "" }, say.choose), ...options);
    } else if (field.kind === "text" || field.kind === "prose") {
      control = make("textarea", { ...attributes, rows: "1", spellcheck: "false" });
      if (field.kind === "text") control.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && event.preventDefault());
    } else if (field.kind === "date") control = make("input", { ...attributes, type: "date", max: "9999-12-31" });
    else control = make("input", { ...attributes, type: "text", inputmode: field.min >= 0 ? "decimal" : "text", autocomplete: "off" });
    const wrapper = make("span", { class: `ws-entry ws-${NUMBERS.includes(field.kind) ? "number" : field.kind}` }, control);
    this.controls.set(name, control);
    return wrapper;
  }

  // ---- Values --------------------------------------------------------------------------------------------------------
  fill() {
    for (const [name, control] of this.controls) {
      const value = this.sheet.value(name);
      const { field } = this.sheet.cells.get(name);
      const fault = this.sheet.fault(name);
      // A date that could not be read can only be shown, and mended, as text.
      if (field.kind === "date") control.type = fault ? "text" : "date";
      control.value = field.kind === "choice" ? (value ?? "") : entry(field, value, this.sheet.lists);
      this.mirror(name, control);
      this.judge(control, fault);
    }
    for (const tidy of this.spare || []) tidy();
    this.refresh();
    this.notify();
  }

  // The text behind the control gives it its height, and stands in its place on paper.
  mirror(name, control) {
    const { field } = this.sheet.cells.get(name);
    control.parentNode.dataset.value = field.kind === "choice" ? entry(field, this.sheet.value(name), this.sheet.lists) : control.value;
  }

  judge(control, fault) {
    const id = `${control.id}--fault`;
    let note = document.getElementById(id) || control.parentNode.parentNode.querySelector(".ws-fault");
    if (!fault) {
      note?.remove();
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
      return;
    }
    if (!note) {
      note = make("span", { class: "ws-fault", id, role: "status" });
      control.parentNode.after(note);
    }
    note.textContent = fault;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", id);
  }

  typed(control, done) {
    const name = control.dataset?.name;
    if (!name) return;
    const unfinished = control.validity.badInput;
    const before = JSON.stringify(this.sheet.value(name));
    let fault = this.sheet.enter(name, control.value);
    if (unfinished) fault = zh ? "日期还不完整，例如 2026-11-02。" : "The date is not complete; give one such as 2026-11-02.";
    if (done && !fault) {
      const { field } = this.sheet.cells.get(name);
      if (field.kind !== "choice") control.value = entry(field, this.sheet.value(name));
    }
    this.mirror(name, control);
    // Who is still typing is not interrupted; a message that no longer holds goes at once.
    if (done || !fault) this.judge(control, fault);
    if (JSON.stringify(this.sheet.value(name)) !== before) {
      this.memory.mine.add(name);
      if (this.status.textContent !== say.unsaved) this.status.textContent = "";
      this.refresh();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 400);
    }
    if (done) this.save();
  }

  refresh() {
    for (const [name, value] of this.sheet.results()) {
      const output = this.computed.get(name);
      const { field } = this.sheet.cells.get(name);
      const text = shown(field, value);
      if (output.dataset.value === String(text)) continue;
      output.dataset.value = text;
      if (text) output.replaceChildren(text);
      else output.replaceChildren(make("span", { "aria-hidden": "true" }, "—"), hidden(text === null ? say.none : say.empty));
    }
  }

  // ---- Keeping -------------------------------------------------------------------------------------------------------
  save(whole = false) {
    clearTimeout(this.timer);
    if (!whole && !this.memory.mine.size) return;
    const { saved, merged } = this.memory.save(whole);
    if (merged) {
      const active = document.activeElement;
      this.fill();
      active?.focus();
      this.tell(say.merged);
    }
    if (!saved) this.tell(say.unsaved);
    else if (this.status.textContent === say.unsaved) this.tell("");
  }

  other(raw) {
    if (raw === this.memory.last) return;
    if (raw === null) {
      this.memory.last = null;
      this.sheet.begin("blank");
      this.memory.mine.clear();
    } else if (this.memory.mine.size) return this.save();
    else if (!this.memory.merge()) return;
    this.fill();
    this.tell(say.elsewhere);
  }

  begin(start) {
    if (!this.sheet.isEmpty && !confirm(start === "blank" ? say.sureClear : say.sureExample)) return;
    this.sheet.begin(start);
    this.memory.left = {};
    this.fill();
    this.tell(start === "blank" ? say.wasCleared : say.wasExample);
    this.save(true);
  }

  tell(text) {
    this.status.textContent = text;
  }

  // What has no place any more, until the reader has seen to it.
  notify() {
    const left = Object.entries(this.memory.left).filter(([, value]) => value !== null);
    this.notice.hidden = !left.length;
    if (!left.length) return;
    const close = button(say.close, () => {
      this.memory.left = {};
      this.notify();
      this.save(true);
      this.element.querySelector("h1").focus();
    }, "close");
    this.notice.replaceChildren(make("p", {}, say.left), make("ul", {}, ...left.map(([name, value]) => make("li", {}, make("code", {}, name), ` ${value}`))), close);
  }

  // ---- Files ---------------------------------------------------------------------------------------------------------
  async export(suffix) {
    this.tell(say.working);
    const faults = [...this.controls.keys()].filter((name) => this.sheet.fault(name)).length;
    try {
      const { make } = await import("./exchange.js");
      const name = await make(this.sheet, suffix, this.address);
      this.tell(say.exported(name) + (faults ? (zh ? "" : " ") + say.skipped(faults) : ""));
    } catch (error) {
      this.tell(say.noFile);
      throw error;
    }
  }

  async bring(file) {
    if (!this.sheet.isEmpty && !confirm(say.sureOpen)) return;
    this.tell(say.working);
    let brought;
    try {
      const { read } = await import("./exchange.js");
      brought = await read(file, this.sheet, this.address);
    } catch (error) {
      this.tell(say.noRead);
      throw error;
    }
    const { fault, values, misfits } = brought;
    if (fault) {
      this.tell(fault);
      return;
    }
    this.sheet.takeAll(values);
    this.memory.left = {};
    this.fill();
    this.tell(say.taken(file.name) + (misfits.length ? (zh ? "" : " ") + say.misfits + (zh ? "" : " ") + misfits.slice(0, 5).join(zh ? "；" : "; ") + (misfits.length > 5 ? " …" : "") : ""));
    this.save(true);
  }
}
