// Opens a tool's worksheet in place of the lesson's text, for shell.js. Without scripts the lesson offers its downloads.
const zh = document.documentElement.lang.startsWith("zh");
const box = document.querySelector("[data-worksheet]");
const link = box.querySelector(".fill-link");
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

// Shows what the address asks for.
export function follow() {
  if (new URLSearchParams(location.search).has("fill")) show();
  else view?.hide();
}

function back() {
  const here = new URL(location.href);
  here.search = here.search.replace(/[?&]fill(?==|&|$)[^&]*/, "").replace(/^&/, "?");
  here.hash = "";
  history.pushState(null, "", here.href);
  view.hide();
  link.scrollIntoView({ block: "center" });
  link.focus();
}
