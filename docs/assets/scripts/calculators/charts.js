// What all charts are drawn with: SVG as text, for the build and the browser alike, 400 units wide as the course's other drawings.
// Colors are the theme's variables. Each kind of chart has a module of its own, loaded where it is used: chart-lines.js …
const WIDTH = 400;

export const escape = (text) => String(text).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);

export function text(x, y, words, { size = 13, weight = 400, anchor = "start", tone = "ink", halo = false } = {}) {
  const edge = halo ? ' paint-order="stroke" stroke="var(--diagram-paper)" stroke-width="5"' : "";
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="var(--diagram-${tone})"${edge}>${escape(words)}</text>`;
}

export function svg(height, title, parts, width = WIDTH) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${Math.ceil(height)}" role="img" aria-label="${escape(title)}">${parts.join("")}</svg>`;
}

// Round values between two ends, about `count` of them.
export function ticks(from, to, count = 4) {
  const rough = (to - from) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999);
  const found = [];
  for (let value = Math.ceil(from / step - 1e-9) * step; value <= to + step * 1e-9; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}
