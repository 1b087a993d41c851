// A short address leads to the reader's language: the one chosen with the language link of a page, else the first of the
// browser's languages that the course speaks, else Chinese. Without this script both links are shown.
function remembered() {
  try {
    const kept = localStorage.getItem("gtm-course.language");
    return ["zh", "en"].includes(kept) ? kept : null;
  } catch {
    return null; // Storage may be blocked.
  }
}

const spoken = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase());
const language = remembered() || spoken.find((tag) => tag === "zh" || tag === "en") || "zh";
const target = new URL(document.querySelector(`a[hreflang^="${language}"]`).href);
target.search = location.search;
if (location.hash) target.hash = location.hash;
// Replaced, so that “back” does not lead here again.
location.replace(target);
