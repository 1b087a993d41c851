// Follows what has moved, with section and query. On a page that is gone, one link leads to the page that took its place and
// further ones to sections that went elsewhere; a page that still exists has links only for sections that left it.
// Without this script the reader sees the links.
function follow() {
  const links = [...document.querySelectorAll("a[data-moved]")];
  const section = location.hash.slice(1);
  const link = links.find((one) => section && one.dataset.moved === section) || links.find((one) => !one.dataset.moved);
  if (!link) return;
  const target = new URL(link.href);
  target.search = location.search;
  if (!link.dataset.moved && section) target.hash = section;
  // Replaced, so that “back” does not lead here again.
  location.replace(target);
}

follow();
addEventListener("hashchange", follow);
