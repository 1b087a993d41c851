// The page that shows the whole record: fills its tables, saves and takes in files, clears, prints a summary.
import { save } from "../files.js";
import { change, damaged, fault, follow, read, results, say, today, written } from "../progress.js";
import { keep, kept, recall } from "../storage.js";

const page = document.querySelector(".progress-page");
const rows = [...page.querySelectorAll("[data-record]")].map((row) => ({
  id: row.dataset.record,
  minutes: Number(row.dataset.minutes),
  asked: row.dataset.questions.split(" ").filter(Boolean).map((one) => one.split(":")),
  done: row.querySelector(".progress-done"),
  quiz: row.querySelector(".progress-quiz"),
}));
const status = page.querySelector(".progress-status");
const tools = page.querySelector(".progress-tools");
page.querySelector(".progress-none").remove();

// ---- What is there --------------------------------------------------------------------------------------------------
follow(() => {
  const { done } = read();
  for (const row of rows) {
    row.done.textContent = done[row.id] ? written(done[row.id]) : "";
    row.quiz.textContent = results(row.id, row.asked).score || "";
  }
});

function count(record) {
  const [done, answered] = [Object.keys(record.done).length, Object.keys(record.quiz).length];
  return say(`${done} 课已学，${answered} 道题有结果`, `${done} ${done === 1 ? "lesson" : "lessons"} done, ${answered} ${answered === 1 ? "question" : "questions"} answered`);
}

// ---- Doing and undoing -------------------------------------------------------------------------------------------------
function tell(text, ...buttons) {
  status.replaceChildren(text, ...buttons);
}
function make(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...more });
}
function action(text, run) {
  return make("button", text, { type: "button", onclick: run });
}
// Replaces the record; what stood there can be brought back until the page is left.
function replace(record, words) {
  const before = read();
  if (!change(() => record)) return tell(say("没能记下：浏览器不让本站存东西，或者已经存满。", "Not kept: this browser lets the site store nothing, or its storage is full."));
  const undo = () => {
    change(() => before);
    tell(say(`已恢复：${count(before)}。`, `Brought back: ${count(before)}.`));
    tools.querySelector("button").focus();
  };
  tell(words + " ", action(say("撤销", "Undo"), undo));
}
function ask(title, text, choices) {
  const dialog = document.createElement("dialog");
  dialog.className = "progress-dialog";
  dialog.setAttribute("aria-label", title);
  dialog.append(make("h2", title), make("p", text));
  const bar = make("div", "", { className: "progress-choices" });
  for (const [words, run] of choices) {
    bar.append(action(words, () => {
      dialog.close();
      run?.();
    }));
  }
  dialog.append(bar);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
const cancel = [say("取消", "Cancel")];

// ---- Files ------------------------------------------------------------------------------------------------------------
const FORMAT = "gtm-course-progress";
const LARGEST = 1_000_000;

function saveFile() {
  const { version, ...rest } = read();
  save(`gtm-progress-${today()}.json`, JSON.stringify({ format: FORMAT, version, saved: today(), ...rest }, null, 1) + "\n", "application/json");
  tell(say(`已导出：${count(read())}。`, `Exported: ${count(read())}.`));
}

const refused = (why) => tell(say(`没有导入：${why}你的记录没有变。`, `Not imported: ${why} Your record is unchanged.`));
async function takeIn(file) {
  if (file.size > LARGEST) return refused(say("文件超过 1 MB，学习进度远没有这么大。", "the file is larger than 1 MB, and a record never is."));
  let found;
  try {
    found = JSON.parse(await file.text());
  } catch {
    return refused(say("文件读不出来，它不是 JSON，或者不完整。", "the file cannot be read. It is no JSON, or part of it is missing."));
  }
  if (found?.format !== FORMAT) return refused(say("这个文件不是本课程导出的学习进度。", "the file is no record of this course."));
  if (found.version !== 1) return refused(say(`文件的格式是第 ${found.version} 版，这里只认得第 1 版。`, `the file has version ${found.version} of the format, and only version 1 is known here.`));
  const wrong = fault(found);
  if (wrong) return refused(say(`文件里有一处读不懂（${wrong}）。`, `one entry of the file makes no sense (${wrong}).`));
  const { version, done, quiz, place, reader } = found;
  const record = { version, done, quiz, place, reader };
  ask(
    say("导入学习进度", "Import a record"),
    say(`文件里有 ${count(record)}；这里有 ${count(read())}。合并时两边都留：同一课取先学完的日期，同一题取日期较晚的结果。`, `The file holds ${count(record)}; here you have ${count(read())}. Merging keeps both: of a lesson the earlier date, of a question the later result.`),
    [
      [say("合并", "Merge"), () => replace(merged(read(), record), say("已合并。", "Merged."))],
      [say("用文件替换", "Replace with the file"), () => replace(record, say("已替换。", "Replaced."))],
      cancel,
    ],
  );
}
function merged(mine, theirs) {
  const day = (text) => text.slice(-10);
  const join = (part, better) => {
    const all = { ...mine[part] };
    for (const [key, value] of Object.entries(theirs[part])) if (!(key in all) || better(day(value), day(all[key]))) all[key] = value;
    return all;
  };
  const [earlier, later] = [(a, b) => a < b, (a, b) => a > b];
  return { version: 1, done: join("done", earlier), quiz: join("quiz", later), place: join("place", later), reader: { ...theirs.reader, ...mine.reader } };
}

// ---- Clearing ---------------------------------------------------------------------------------------------------------
function clear() {
  ask(
    say("清空学习进度？", "Clear the record?"),
    say(`这会删掉本机上的 ${count(read())}，还有上次读到的位置和记住的名字。`, `This deletes from this device ${count(read())}, the place where you left off, and your name if it was kept.`),
    [cancel, [say("清空", "Clear"), () => replace({ version: 1, done: {}, quiz: {}, place: {}, reader: {} }, say("已清空。", "Cleared."))]],
  );
}

// ---- Paper ------------------------------------------------------------------------------------------------------------
function prepare() {
  const { reader } = read();
  const dialog = ask(say("打印学习小结", "Print a summary"), say("名字可以不填。", "You need not give a name."), [
    [say("打印", "Print"), () => {
      const name = field.value.trim().slice(0, 99);
      const wanted = box.checked && name ? { name } : {};
      if (wanted.name !== read().reader.name) change((record) => void (record.reader = wanted));
      print(name);
    }],
    cancel,
  ]);
  const field = make("input", "", { type: "text", value: reader.name || "", maxLength: 99, autocomplete: "name" });
  const box = make("input", "", { type: "checkbox", checked: Boolean(reader.name) });
  const labels = [make("label", say("名字", "Name")), make("label", "")];
  labels[0].append(field);
  labels[1].append(box, say(" 在本机记住名字", " Keep the name on this device"));
  dialog.querySelector("p").after(...labels);
  field.focus();
}
async function print(name) {
  const { summary } = await import("./summary.js");
  document.querySelector(".progress-summary")?.remove();
  document.querySelector(".text").append(summary(page, rows, name));
  document.documentElement.classList.add("printing-summary");
  window.print();
}
addEventListener("afterprint", () => document.documentElement.classList.remove("printing-summary"));

// ---- The bar of buttons -------------------------------------------------------------------------------------------------
const picker = make("input", "", { type: "file", accept: ".json,application/json", hidden: true });
picker.addEventListener("change", async () => {
  if (picker.files[0]) await takeIn(picker.files[0]);
  // The same file may be chosen again.
  picker.value = "";
});
tools.append(
  action(say("打印小结", "Print a summary"), prepare),
  action(say("导出文件", "Export to a file"), saveFile),
  action(say("导入文件", "Import a file"), () => picker.click()),
  action(say("清空", "Clear"), clear),
  picker,
);

// ---- What could not be read ------------------------------------------------------------------------------------------------
const aside = () => kept("progress-damaged-");
if (damaged() || aside().length) {
  const give = () => {
    const text = [damaged(), ...aside().map(recall)].filter(Boolean).join("\n");
    save(`gtm-progress-unreadable-${today()}.txt`, text, "text/plain");
  };
  const forget = () => {
    for (const name of aside()) keep(name, null);
    if (damaged()) keep("progress", null);
    tell(say("已删除。", "Deleted."));
  };
  tell(
    say("有一份记录读不出来，已经放在一边，没有丢。 ", "A record that cannot be read has been put aside; it is not lost. "),
    action(say("存成文件", "Save it to a file"), give),
    " ",
    action(say("删除", "Delete it"), forget),
  );
}
