// The language link is complete without this script; here it learns the section that the reader has reached, and the
// choice is remembered. The memory is only ever used to mark the link: no address that names a language is redirected.
const link = document.querySelector(".language-switch");

function currentSection() {
  const headings = [...document.querySelectorAll(".md-content h2[id], .md-content h3[id]")];
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
  return passed.length ? `#${passed[passed.length - 1].id}` : "";
}

function aim() {
  const target = new URL(link.href);
  target.hash = currentSection() || location.hash;
  link.href = target.href;
}

if (link) {
  for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, aim);
  link.addEventListener("click", () => {
    try {
      localStorage.setItem("gtm-course.language", link.dataset.language);
    } catch {
      // Storage may be blocked; the link works all the same.
    }
  });
}
