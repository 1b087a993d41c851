// Wakes a calculator when a reader comes near it, opens it, or arrives with a case of their own in the address. Until then the page
// shows the worked example with its results; everything else is fetched by then.
const asked = new URLSearchParams(location.search);

const wake = async (box) => {
  if (box.dataset.awake !== undefined) return;
  box.dataset.awake = "";
  try {
    await (await import("./calculators/form.js")).start(box);
  } catch (error) {
    // Without a connection: whoever folds and opens it again tries again.
    delete box.dataset.awake;
    throw error;
  }
};

const near = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      wake(target);
    }
  },
  { rootMargin: "300px" },
);

for (const box of document.querySelectorAll("[data-calculator]")) {
  const name = box.dataset.calculator;
  if (box.matches("details")) {
    box.addEventListener("toggle", () => box.open && wake(box));
    // The link to a calculator's section opens it.
    const open = () => {
      if (location.hash === `#${name}`) box.open = true;
    };
    addEventListener("hashchange", open);
    open();
    if (asked.has(name)) box.open = true;
  } else if (asked.has(name)) wake(box);
  else near.observe(box);
}
