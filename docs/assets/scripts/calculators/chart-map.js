// A map of points on two axes from 0 to 10, each named beside its point where there is room.
import { svg, text } from "./charts.js";
import { bare } from "./numbers.js";

const [LEFT, RIGHT, TOP, BASE] = [14, 386, 34, 386];
const SIZE = 13;

// Roughly, as letters are about half as wide as they are high, and Chinese characters as wide.
const width = (words) => [...words].reduce((sum, letter) => sum + (letter > "\u2e7f" ? SIZE : SIZE * 0.56), 0);
const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

export function draw(spec, data, language) {
  const px = (x) => LEFT + (x / 10) * (RIGHT - LEFT);
  const py = (y) => BASE - (y / 10) * (BASE - TOP);
  const { xLow, xHigh, yLow, yHigh } = data.ends;
  const parts = [
    `<rect x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BASE - TOP}" fill="var(--diagram-surface-alt)" stroke="var(--diagram-edge)"/>`,
    `<path d="M${px(5)},${TOP} V${BASE} M${LEFT},${py(5)} H${RIGHT}" stroke="var(--diagram-edge)" stroke-dasharray="4 4"/>`,
    text(LEFT, TOP - 10, `↑ ${yHigh}`, { tone: "muted" }),
    text(LEFT, BASE + 38, `↓ ${yLow}`, { tone: "muted" }),
    text(LEFT, BASE + 18, `← ${xLow}`, { tone: "muted" }),
    text(RIGHT, BASE + 18, `${xHigh} →`, { tone: "muted", anchor: "end" }),
  ];
  const taken = data.points.map((one) => [px(one.x) - 7, py(one.y) - 7, px(one.x) + 7, py(one.y) + 7]);
  const labels = [];
  for (const one of data.points) {
    const [x, y, wide] = [px(one.x), py(one.y), width(one.name)];
    const places = [[x + 11, y + 5, "start"], [x - 11, y + 5, "end"], [x, y - 12, "middle"], [x, y + 22, "middle"]].map(([at, down, anchor]) => {
      const from = anchor === "start" ? at : anchor === "end" ? at - wide : at - wide / 2;
      return { at, down, anchor, box: [from, down - SIZE, from + wide, down + 3] };
    });
    const free = (place) => place.box[0] >= LEFT && place.box[2] <= RIGHT && place.box[1] >= TOP && place.box[3] <= BASE && !taken.some((other) => meets(place.box, other));
    // Where nothing is free, the side with more room must do.
    const place = places.find(free) || places[x > 200 ? 1 : 0];
    taken.push(place.box);
    const [tone, radius] = one.own ? ["accent", 7] : ["line", 5];
    parts.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="var(--diagram-${tone})"/>`);
    labels.push(text(place.at, place.down, one.name, { weight: one.own ? 700 : 400, anchor: place.anchor, halo: true }));
  }
  const score = (value) => bare(value, { kind: "number", decimals: 1 }, language);
  const rows = data.points.map((one) => [one.name, score(one.x), score(one.y)]);
  return { svg: svg(BASE + 46, spec.title, [...parts, ...labels]), head: [spec.items, `${xLow} → ${xHigh}`, `${yLow} → ${yHigh}`], rows };
}
