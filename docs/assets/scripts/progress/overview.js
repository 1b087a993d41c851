// How far the reader has come: in each module, on each path, in the whole course; and on the home page, where to go on.
import { follow, read, say } from "../progress.js";

follow(() => {
  const { done } = read();
  for (const line of document.querySelectorAll("[data-lessons]")) {
    const lessons = line.dataset.lessons.trim().split(" ");
    const count = lessons.filter((one) => one in done).length;
    line.innerHTML ||= "<label><span></span> <progress></progress></label>";
    line.querySelector("span").textContent = say(`已学 ${count} / ${lessons.length} 课`, `${count} of ${lessons.length} lesson${lessons.length > 1 ? "s" : ""} done`);
    Object.assign(line.querySelector("progress"), { max: lessons.length, value: count });
  }
});

const resume = document.querySelector(".resume");
const kind = resume?.querySelector(".resume-kind");
const link = resume?.querySelector(".resume-place a");
const begin = resume && { kind: kind.textContent, text: link.textContent, href: link.href };
const lessons = [...document.querySelectorAll(".course-nav a[data-lesson]")];
let shown = "";

function show(one) {
  kind.textContent = one.kind;
  link.textContent = one.text;
  link.href = one.href;
}
// As the navigation names it, without what scripts have added for those who listen.
const lead = (to, words, hash = "") => show({ kind: words, text: to.firstChild.textContent, href: to.href + hash });

async function goOn() {
  const { done, place } = read();
  const now = JSON.stringify([done, place]);
  if (now === shown) return;
  shown = now;
  const [id, section] = (place.last || "").split(" ")[0].split("#");
  const at = lessons.findIndex((one) => one.dataset.lesson === id);
  const open = (one) => !(one.dataset.lesson in done);
  const next = lessons.slice(at + 1).find(open) || lessons.find(open);
  if (at >= 0 && open(lessons[at])) {
    lead(lessons[at], say("上次读到", "Continue where you left off"), section && `#${section}`);
    if (section) await nameSection(lessons[at].href, section, now);
  } else if (!next) {
    lead(lessons.at(-1), say("全部学完了。最后一课", "All lessons done. The last one"));
  } else if (at >= 0 || Object.keys(done).length) {
    lead(next, say("接着学", "Next"));
  } else {
    show(begin);
  }
}

// The section's name stands on its page, in this language; the reader is about to go there anyway.
async function nameSection(address, section, now) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const heading = page.getElementById(section);
    if (now !== shown) return;
    if (!heading) link.hash = "";
    heading?.querySelector(".headerlink")?.remove();
    if (heading) link.textContent += ` · ${heading.textContent.trim()}`;
  } catch {
    // Without its name the link leads there all the same.
  }
}
if (resume) follow(goOn);
