// What a calculator says: the words of the page's language come with the page.
export function say(about, key, values = {}) {
  return fill(about.words[key], values);
}

export function fill(text, values) {
  return text.replace(/\{([\w.-]+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
