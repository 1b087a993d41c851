// A Gantt chart: a bar for each milestone from its beginning to its date, an arrow from each predecessor, months across, the
// target as a dashed line.
import { svg, text } from "./charts.js";

const DAY = 86400000;
const ROW = 38;
const BAR = { top: 18, height: 12 };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const dayOf = (date) => Date.parse(`${date}T00:00:00Z`) / DAY;

// The first days of months between two days, thinned out so that their names have room.
function months(from, to, language) {
  const found = [];
  const first = new Date(from * DAY);
  const whole = (to - from) / 30.4;
  const step = whole > 48 ? 12 : whole > 18 ? 6 : whole > 8 ? 2 : 1;
  for (let month = first.getUTCMonth() + 1; ; month += step) {
    const date = new Date(Date.UTC(first.getUTCFullYear(), month, 1));
    const day = date / DAY;
    if (day > to) return found;
    const number = date.getUTCMonth();
    const name = language === "zh" ? `${number + 1} 月` : MONTHS[number];
    found.push([day, step > 2 || number === 0 ? `${date.getUTCFullYear()} ${name}` : name]);
  }
}

// From the end of a predecessor's bar down into the bar that waits for it: straight where that one begins on the same day, else
// down beside it and across to its beginning.
function arrow(end, y, begin, target) {
  const from = y + BAR.top + BAR.height;
  const into = target + BAR.top;
  const middle = into + BAR.height / 2;
  const [x, near] = [end.toFixed(1), begin.toFixed(1)];
  const straight = begin - end < 6;
  const line = straight ? `M${x},${from} V${into - 5}` : `M${x},${from} V${middle} H${(begin - 5).toFixed(1)}`;
  const head = straight ? `M${x},${into} l-3.5,-6 h7 z` : `M${near},${middle} l-6,-3.5 v7 z`;
  return [`<path d="${line}" fill="none" stroke="var(--diagram-muted)"/>`, `<path d="${head}" fill="var(--diagram-muted)"/>`];
}

export function draw(spec, data, language, words) {
  const [left, right, top] = [8, 392, 34];
  const [from, to] = [dayOf(data.start), Math.max(dayOf(data.end), dayOf(data.start) + 7)];
  const px = (day) => left + ((day - from) / (to - from)) * (right - left);
  const base = top + data.items.length * ROW;
  const parts = [];
  for (const [day, name] of months(from, to, language)) {
    parts.push(`<path d="M${px(day).toFixed(1)},${top - 8} V${base}" stroke="var(--diagram-surface)"/>`, text(px(day), top - 14, name, { size: 12, tone: "muted", anchor: px(day) > right - 30 ? "end" : "middle" }));
  }
  const mark = dayOf(data.mark.date);
  if (mark >= from && mark <= to) {
    parts.push(`<path d="M${px(mark).toFixed(1)},${top - 8} V${base + 4}" stroke="var(--diagram-accent)" stroke-width="2" stroke-dasharray="4 3"/>`);
    parts.push(text(px(mark), base + 20, `${words(data.mark.label)} ${data.mark.date}`, { tone: "accent", weight: 700, anchor: px(mark) > 200 ? "end" : "start" }));
  }
  const arrows = data.items.flatMap((item, order) => item.after.map((one) => arrow(px(dayOf(data.items[one].to)), top + one * ROW, px(dayOf(item.from)), top + order * ROW)));
  // The lines stand below the names, whose halo keeps them legible, the heads above.
  parts.push(...arrows.map(([line]) => line));
  const rows = [];
  data.items.forEach((item, order) => {
    const y = top + order * ROW;
    const [begin, due] = [dayOf(item.from), dayOf(item.to)];
    parts.push(text(left, y + 11, words(item.label), { halo: true }), text(right, y + 11, item.to, { anchor: "end", weight: 700, halo: true }));
    // What it may slip, drawn thin behind it.
    if (item.float > 0) parts.push(`<path d="M${px(due).toFixed(1)},${y + 24} H${px(Math.min(due + item.float, to)).toFixed(1)}" stroke="var(--diagram-muted)" stroke-width="2" stroke-dasharray="2 3"/>`);
    parts.push(`<rect x="${px(begin).toFixed(1)}" y="${y + BAR.top}" width="${Math.max(px(due) - px(begin), 2).toFixed(1)}" height="${BAR.height}" fill="var(--diagram-${item.tone})"/>`);
    rows.push([words(item.label), item.from, item.to, item.after.map((one) => one + 1).join(", ")]);
  });
  parts.push(...arrows.map(([, head]) => head));
  return { svg: svg(base + 30, spec.title, parts), head: [spec.items, spec.x.title, spec.y.title, spec.after], rows };
}
