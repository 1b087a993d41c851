// Tooltips of glossary terms: on hover, on focus, and on tap (the first tap shows the card, whose link leads to the entry).
// Without this script a term is an ordinary link to its entry.
const GAP = 8;
let open = null;
let touched = false;

function place(card, term) {
  // A term may run over two lines: the card belongs to the first piece.
  const box = term.getClientRects()[0];
  const width = card.offsetWidth;
  const left = Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP));
  const below = box.bottom + GAP + card.offsetHeight < innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${below ? box.bottom + 4 : Math.max(GAP, box.top - card.offsetHeight - 4)}px`;
}

function show(term) {
  const card = document.getElementById(`term-${term.dataset.term}`);
  if (!card || open?.card === card) return;
  hide();
  card.classList.add("shown");
  place(card, term);
  term.setAttribute("aria-describedby", card.id);
  open = { card, term };
}

function hide() {
  if (!open) return;
  open.card.classList.remove("shown");
  open.term.removeAttribute("aria-describedby");
  open = null;
}

// The pointer may travel from the term to its card: close only when it has left both for a moment.
let closing = 0;
const keep = () => clearTimeout(closing);
const leave = () => {
  keep();
  closing = setTimeout(hide, 250);
};
// A page that scrolls under a resting pointer enters terms and closes their cards: the next move over the term shows it.
let scrolled = false;

for (const term of document.querySelectorAll("a.term")) {
  term.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
  term.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "touch") return;
    keep();
    show(term);
  });
  term.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || !scrolled) return;
    scrolled = false;
    show(term);
  });
  term.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());
  term.addEventListener("focus", () => {
    if (touched) return;
    keep();
    show(term);
  });
  term.addEventListener("blur", () => !touched && leave());
  term.addEventListener("click", (event) => {
    if (!touched) return;
    touched = false;
    if (open?.term === term) return;
    event.preventDefault();
    show(term);
  });
}
for (const card of document.querySelectorAll(".term-card")) {
  card.addEventListener("pointerenter", keep);
  card.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());
}
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("pointerdown", (event) => {
  if (open && !open.card.contains(event.target) && !open.term.contains(event.target)) hide();
});
addEventListener(
  "scroll",
  () => {
    scrolled = true;
    // Walking by keyboard scrolls the page to the term: its card goes with it.
    if (open && open.term === document.activeElement && !touched) place(open.card, open.term);
    else hide();
  },
  { passive: true },
);
