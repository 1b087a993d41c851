// On a tool's lesson: opens its worksheet in place of the text, on a click or when the address asks for it (?fill). The sheet's
// scripts, style and data are fetched only then. Without scripts the lesson offers its downloads.
const zh = document.documentElement.lang.startsWith("zh");
const box = document.querySelector("[data-worksheet]");
const wanted = () => new URLSearchParams(location.search).has("fill");
let view;

async function show() {
  try {
    const { open } = await import("./worksheet/view.js");
    view ??= await open(new URL(box.dataset.worksheet, location.href), back);
    view.show();
  } catch (error) {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = zh ? "这张表没能打开，可能断网了。请重新载入本页再试，或者下载文件填写。" : "The sheet could not be opened; the network may be down. Reload the page, or download a file and fill that in.";
    link.after(note);
    throw error;
  }
}

function back() {
  history.pushState(null, "", location.pathname);
  view.hide();
  link.scrollIntoView({ block: "center" });
  link.focus();
}

const link = document.createElement("a");
link.className = "fill-link";
link.href = "?fill";
link.textContent = zh ? "在这里填写" : "Fill it in here";
link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", "?fill");
  show();
});
box.querySelector(".downloads-title").after(link);
addEventListener("popstate", () => (wanted() ? show() : view?.hide()));
if (wanted()) show();
