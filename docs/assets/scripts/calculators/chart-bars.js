// Bars below each other, each from one value to another.
import { svg, text } from "./charts.js";
import { shown } from "./numbers.js";

// data: items ({ label, from, to, tone, and value or text }); a bar reaches from one value to another; `base` is a value marked through all of them.
export function draw(spec, data, language, words) {
  const ends = data.items.flatMap((item) => [item.from ?? 0, item.to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(...ends, 0)];
  const [left, right] = [8, 392];
  const px = (value) => left + ((value - low) / (high - low || 1)) * (right - left);
  const parts = [];
  let y = 4;
  const rows = [];
  for (const item of data.items) {
    const [label, said] = [words(item.label), item.text ? words(item.text) : shown(item.value, spec.value, language)];
    const [from, to] = [item.from ?? 0, item.to].sort((a, b) => a - b);
    parts.push(text(left, y + 14, label), text(right, y + 14, said, { weight: 700, anchor: "end" }));
    parts.push(`<path d="M${left},${y + 28} H${right}" stroke="var(--diagram-surface)" stroke-width="14"/>`);
    parts.push(`<rect x="${px(from).toFixed(1)}" y="${y + 21}" width="${Math.max(px(to) - px(from), 2).toFixed(1)}" height="14" fill="var(--diagram-${item.tone || "line"})"/>`);
    rows.push([label, said]);
    y += 46;
  }
  if (data.base !== undefined) parts.push(`<path d="M${px(data.base).toFixed(1)},20 V${y - 8}" stroke="var(--diagram-accent)" stroke-width="2" stroke-dasharray="4 3"/>`);
  return { svg: svg(y, spec.title, parts), head: [spec.items, spec.value.title], rows };
}
