// The record of what the reader has done (its form: ARCHITECTURE.md), and what a page shows and adds of it.
import { reached } from "./shell.js";
import { keep, recall, watch } from "./storage.js";

const KEY = "progress";
const zh = document.documentElement.lang.startsWith("zh");
export const say = (chinese, english) => (zh ? chinese : english);

const DAY = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`;
const FORM = {
  done: RegExp(String.raw`^\d\.\d+=` + DAY),
  quiz: RegExp(String.raw`^\d\.\d+#[\w-]+=\w{8} (right|wrong) ` + DAY),
  place: RegExp(String.raw`^last=\d\.\d+#[\w-]* ` + DAY),
  reader: /^name=.{1,99}$/,
};

// There is no 31 February.
const isDay = (day) => new Date(`${day}T00:00Z`).toISOString().startsWith(day);

// Where a record breaks its form, or "".
export function fault(record) {
  if (record?.version !== 1) return "version";
  for (const part in FORM) {
    if (record[part]?.constructor !== Object) return part;
    for (const [key, value] of Object.entries(record[part])) {
      if (typeof value !== "string" || !FORM[part].test(`${key}=${value}`)) return `${part} ${key}`;
      if (part !== "reader" && !isDay(value.slice(-10))) return `${part} ${key}`;
    }
  }
  return "";
}

function understood(text) {
  try {
    const record = JSON.parse(text);
    return fault(record) ? null : record;
  } catch {
    return null;
  }
}
export const read = () => understood(recall(KEY)) || { version: 1, done: {}, quiz: {}, place: {}, reader: {} };
// The text of a record that cannot be read.
export const damaged = () => !understood(recall(KEY)) && recall(KEY);

// Lets `edit` change the record, or return another; what cannot be read is put aside first. False: nothing could be kept.
// Reads anew each time, since other tabs write, too.
export function change(edit) {
  const text = damaged();
  if (text && !keep(`${KEY}-damaged-${Date.now()}`, text)) return false;
  const record = read();
  const kept = keep(KEY, JSON.stringify(edit(record) || record));
  tell();
  return kept;
}

const listeners = [];
const tell = () => listeners.forEach((one) => one());
// Calls back now, and whenever the record changes, in this tab or another.
export function follow(show) {
  listeners.push(show);
  show();
}
watch(KEY, tell);

// Swedes write days as ISO does.
export const today = () => new Date().toLocaleDateString("sv");
export const written = (day) =>
  say(day.replace(/-0?/, " 年 ").replace(/-0?/, " 月 ") + " 日", new Date(day + "T12:00").toLocaleDateString("en-US", { dateStyle: "long" }));

// The results in a lesson's questions as they are asked today; `asked` holds a key and its marks, one for each language.
export function results(lesson, asked) {
  const { quiz } = read();
  const given = asked.map(([key, ...marks]) => [marks, ...(quiz[`${lesson}#${key}`] || "").split(" ")]).filter(([marks, mark]) => marks.includes(mark));
  const [total, answered, right] = [asked.length, given.length, given.filter((one) => one[2] === "right").length];
  const all = say(`${total} 题对 ${right} 题`, `${right} of ${total} right`);
  const some = say(`答了 ${answered} / ${total} 题，对 ${right} 题`, `${answered} of ${total} answered, ${right} right`);
  return { right, score: answered && (answered === total ? all : some), on: given.map((one) => one[3]).sort().pop() };
}

// ---- On every page: check marks at the lessons that are done
follow(() => {
  const { done } = read();
  for (const link of document.querySelectorAll("a[data-lesson]")) {
    const is = link.dataset.lesson in done;
    if (is === link.classList.contains("done")) continue;
    link.classList.toggle("done", is);
    if (is) link.insertAdjacentHTML("beforeend", `<span class="done-mark">${say("（已学完）", " (done)")}</span>`);
    else link.lastChild.remove();
  }
});

// ---- On a lesson: the button at its end, the last results of its quiz, the place reached
const end = document.querySelector(".lesson-end");
if (end) {
  const { lesson, reviewed } = end.dataset;
  const key = (quiz) => quiz.id.slice(5);
  const marks = (quiz) => quiz.dataset.marks.split(" ");
  const asked = [...document.querySelectorAll('[id^="quiz-"][data-marks]')].map((quiz) => [key(quiz), ...marks(quiz)]);

  end.innerHTML = `<button type="button">${say("标为已学", "Mark as done")}</button><p role="status"></p>`;
  const [button, status] = end.children;
  button.addEventListener("click", () => {
    const kept = change(({ done }) => void (done[lesson] ? delete done[lesson] : (done[lesson] = today())));
    if (!kept) status.textContent = say("没能记下：浏览器不让本站存东西，或者已经存满。", "Not kept: this browser lets the site store nothing, or its storage is full.");
  });
  document.addEventListener("quiz-checked", ({ target, detail }) =>
    change(({ quiz }) => void (quiz[`${lesson}#${key(target)}`] = `${marks(target)[zh ? 0 : 1]} ${detail ? "right" : "wrong"} ${today()}`)),
  );
  const leave = () => {
    const place = `${lesson}#${reached()} `;
    if (!read().place.last?.startsWith(place)) change((record) => void (record.place.last = place + today()));
  };
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  addEventListener("pagehide", leave);

  follow(() => {
    const day = read().done[lesson];
    button.setAttribute("aria-pressed", Boolean(day));
    status.textContent = day ? say(`${written(day)}学完。`, `Done on ${written(day)}. `) : "";
    if (reviewed > day) status.textContent += say(`课文后来在 ${written(reviewed)}复核过。`, `The text was reviewed again on ${written(reviewed)}.`);
    const { score, on } = results(lesson, asked);
    document.querySelector(".quiz-record").textContent = score ? say(`上次：${score}，${written(on)}`, `Last time: ${score}, ${written(on)}`) : "";
  });
}
