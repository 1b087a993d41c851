// Lines over two axes, told apart by numbers and a list, so that color carries no meaning of its own.
import { svg, text, ticks } from "./charts.js";
import { bare, compact, shown } from "./numbers.js";

const TONES = ["line", "accent", "ink", "violet", "muted"];

const axisText = (value, field, language) => (field.kind === "percent" ? bare(value, field, language) : compact(value, language));

// Where a line stands at x, between its points.
function heightAt(points, x) {
  const after = points.findIndex((point) => point[0] >= x - 1e-9);
  if (after < 0) return null;
  const [right, high] = points[after];
  if (after === 0 || Math.abs(right - x) < 1e-9) return Math.abs(right - x) < 1e-9 ? high : null;
  const [left, low] = points[after - 1];
  return low + ((high - low) * (x - left)) / (right - left);
}

// spec: chart (title, x, y, series) of the description; data: x and y ({ from, to }), lines ({ id or name, points }), marks ({ label, x, y, below }).
export function draw(spec, data, language, words) {
  const name = (line) => (line.name ? words(line.name) : spec.series[line.id]);
  const xs = data.x.ticks || ticks(data.x.from, data.x.to);
  const ys = data.y.ticks || ticks(data.y.from, data.y.to);
  const yTexts = ys.map((value) => axisText(value, spec.y, language));
  const left = 14 + 7 * Math.max(...yTexts.map((one) => one.length + (one.match(/[^\x00-\x7f]/g) || []).length * 0.6));
  const [right, top, base] = [388, 30, 232];
  const px = (x) => left + ((x - data.x.from) / (data.x.to - data.x.from)) * (right - left);
  const py = (y) => base - ((y - data.y.from) / (data.y.to - data.y.from)) * (base - top);
  const parts = [text(4, top - 14, spec.y.title, { tone: "muted" })];
  ys.forEach((value, row) => {
    const ground = value === 0 ? "edge" : "surface";
    parts.push(`<path d="M${left.toFixed(1)},${py(value).toFixed(1)} H${right}" stroke="var(--diagram-${ground})"/>`, text(left - 6, py(value) + 4, yTexts[row], { anchor: "end", tone: "muted" }));
  });
  parts.push(`<path d="M${left.toFixed(1)},${top} V${base} H${right}" fill="none" stroke="var(--diagram-edge)"/>`);
  for (const value of xs) {
    const anchor = px(value) > right - 24 ? "end" : "middle";
    parts.push(`<path d="M${px(value).toFixed(1)},${base} v5" stroke="var(--diagram-edge)"/>`, text(px(value), base + 19, axisText(value, spec.x, language), { anchor, tone: "muted" }));
  }
  parts.push(text(right, base + 38, spec.x.title, { anchor: "end", tone: "muted" }));
  let y = base + 62;
  data.lines.forEach((line, order) => {
    const tone = TONES[order];
    const stroke = `fill="none" stroke="var(--diagram-${tone})" stroke-width="2.5"${line.dashed ? ' stroke-dasharray="7 4"' : ""}`;
    parts.push(`<path d="M${line.points.map((point) => `${px(point[0]).toFixed(1)},${py(point[1]).toFixed(1)}`).join(" L")}" ${stroke}/>`);
    // Each number stands at a place of its own along the axis, so that they rarely collide where lines meet.
    const x = data.x.from + (data.x.to - data.x.from) * (0.1 + 0.18 * order);
    parts.push(text(px(x), py(heightAt(line.points, x) ?? line.points[0][1]) - 6, order + 1, { size: 14, weight: 700, tone, anchor: "middle", halo: true }));
    parts.push(`<path d="M8,${y - 5} h26" ${stroke}/>`, text(42, y, `${order + 1}  ${name(line)}`, { size: 14 }));
    y += 24;
  });
  for (const mark of data.marks || []) {
    const anchor = px(mark.x) > (left + right) / 2 ? "end" : "start";
    parts.push(`<circle cx="${px(mark.x).toFixed(1)}" cy="${py(mark.y).toFixed(1)}" r="5" fill="var(--diagram-paper)" stroke="var(--diagram-accent)" stroke-width="3"/>`);
    parts.push(text(px(mark.x) + (anchor === "end" ? -11 : 11), py(mark.y) + (mark.below ? 20 : -8), words(mark.label), { weight: 700, anchor, tone: "accent", halo: true }));
  }
  const rows = xs.map((x) => [shown(x, spec.x, language), ...data.lines.map((line) => ((height) => (height === null ? "—" : shown(height, spec.y, language)))(heightAt(line.points, x)))]);
  return { svg: svg(y - 8, spec.title, parts), head: [spec.x.title, ...data.lines.map(name)], rows };
}
