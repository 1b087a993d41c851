// The summary that is printed: the reader's own record, on a sheet that says that it is no more.
import { read, results, say, today, written } from "../progress.js";

function make(tag, text, name = "") {
  return Object.assign(document.createElement(tag), { textContent: text, className: name });
}
function length(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours && say(`${hours} 小时`, `${hours} h`), (rest || !hours) && say(`${rest} 分钟`, `${rest} min`)].filter(Boolean).join(" ");
}
export function summary(page, rows, name) {
  const { done } = read();
  const sheet = make("section", "", "progress-summary");
  const finished = rows.filter((row) => done[row.id]);
  const sum = (of, count) => of.reduce((so, row) => so + count(row), 0);
  const time = length(sum(finished, (row) => row.minutes));
  const right = sum(rows, (row) => results(row.id, row.asked).right);
  const asked = sum(rows, (row) => row.asked.length);
  sheet.append(make("h1", say("学习小结：GTM 战略", "GTM Strategy: a summary of my studies")));
  if (name) sheet.append(make("p", name, "summary-name"));
  sheet.append(
    make("p", written(today())),
    make("p", say(`学完 ${finished.length} / ${rows.length} 课，按课程的估计共 ${time}；自测 ${asked} 题，最近一次答对 ${right} 题。`, `${finished.length} of ${rows.length} lessons done (${time} by the course’s estimate); ${right} of ${asked} quiz questions right at the latest attempt.`)),
  );
  for (const title of page.querySelectorAll(".progress-module")) {
    const table = title.nextElementSibling.querySelector?.("table")?.cloneNode(true);
    // The paths by role have none.
    if (!table) continue;
    for (const row of table.querySelectorAll("[data-record]")) if (!row.querySelector("td:not(:nth-child(2)):not(:empty)")) row.remove();
    if (table.querySelector("[data-record]")) sheet.append(make("h2", title.querySelector("strong").textContent), table);
  }
  sheet.append(make("p", say("以上由读者自己标记，由读者的浏览器整理；没有人核对，不是证书。", "The reader marked these lessons, and the reader’s own browser put them together. Nobody has verified them: this is a personal record, no certificate."), "summary-note"));
  sheet.append(make("p", new URL(document.documentElement.dataset.base + say("/", "/en/"), location.href).href));
  return sheet;
}
