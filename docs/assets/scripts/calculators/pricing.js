// Lesson 3.2: economic value to one kind of customer, and Van Westendorp's four curves. Amounts in yuan a year.
import { wilson } from "./statistics.js";

const CURVES = ["too-cheap", "bargain", "expensive", "too-expensive"];

// Shares at each price that anybody named: the first two fall as the price rises, the others climb; straight lines in between.
function curves(answers) {
  const prices = [...new Set(answers.flat())].sort((a, b) => a - b);
  const share = (test) => answers.filter(test).length / answers.length;
  const lines = CURVES.map((_, order) => prices.map((price) => share((answer) => (order < 2 ? answer[order] >= price : answer[order] <= price))));
  return { prices, lines };
}

function between(prices, line, price) {
  if (price <= prices[0]) return line[0];
  const after = prices.findIndex((one) => one >= price);
  if (after < 0) return line.at(-1);
  const part = (price - prices[after - 1]) / (prices[after] - prices[after - 1]);
  return line[after - 1] + (line[after] - line[after - 1]) * part;
}

// Where a falling line meets a climbing one; where they lie on each other, the middle of that stretch.
function crossing(prices, falling, climbing) {
  const gap = falling.map((share, order) => share - climbing[order]);
  const first = gap.findIndex((one) => one <= 1e-12);
  if (Math.abs(gap[first]) > 1e-12) return prices[first - 1] + ((prices[first] - prices[first - 1]) * gap[first - 1]) / (gap[first - 1] - gap[first]);
  let last = first;
  while (Math.abs(gap[last + 1]) <= 1e-12) last += 1;
  return (prices[first] + prices[last]) / 2;
}

function sensitivity(answers, price, result) {
  const { prices, lines } = curves(answers);
  const [cheap, bargain, dear, tooDear] = lines;
  const points = { a: crossing(prices, cheap, dear), b: crossing(prices, cheap, tooDear), c: crossing(prices, bargain, dear), d: crossing(prices, bargain, tooDear) };
  const [low, high] = wilson(answers.filter((answer) => answer[3] <= price).length, answers.length);
  const at = (line, where) => between(prices, line, where);
  Object.assign(result.values, {
    ...points,
    asked: answers.length,
    "put-off": at(cheap, price) + at(tooDear, price),
    "put-off-best": at(cheap, points.b) + at(tooDear, points.b),
    "dear-low": low,
    "dear-high": high,
    place: price < points.a ? "below" : price > points.d ? "above" : "inside",
  });
  result.tables.curves = prices.map((one, order) => ({ key: String(order), price: one, ...Object.fromEntries(CURVES.map((name, line) => [name, lines[line][order]])) }));
  result.charts.curves = {
    x: { from: prices[0], to: prices.at(-1) },
    y: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] },
    lines: CURVES.map((id, order) => ({ id, points: prices.map((one, place) => [one, lines[order][place]]), dashed: order === 1 || order === 2 })),
    marks: Object.entries(points).map(([name, x]) => ({ label: { raw: name.toUpperCase() }, x, y: at(name === "a" || name === "b" ? cheap : bargain, x) })),
  };
}

export function compute({ alternative, gains, switching, price, serve, staff, answers }) {
  const gained = gains.reduce((sum, row) => sum + row.amount, 0);
  const yearly = alternative + gained;
  if (yearly === 0) return { faults: [{ at: "gains.0.amount", text: "no-value" }] };
  const ceiling = yearly - switching;
  const notes = [];
  if (price > ceiling) notes.push({ at: "price", text: "too-much" });
  if (serve > price) notes.push({ at: "serve", text: "at-a-loss" });

  let level = alternative;
  const steps = [{ label: "alternative", from: 0, to: level, value: alternative, tone: "muted" }];
  for (const row of gains) {
    steps.push({ label: { raw: row.what }, from: level, to: level + row.amount, value: row.amount });
    level += row.amount;
  }
  steps.push({ label: "switching", from: level, to: ceiling, value: -switching, tone: "accent" }, { label: "ceiling", from: 0, to: ceiling, value: ceiling, tone: "violet" });
  steps.push({ label: "price", from: 0, to: price, value: price }, { label: "keeps", from: price, to: ceiling, value: ceiling - price, tone: "muted" }, { label: "serve", from: 0, to: serve, value: serve, tone: "accent" });
  const result = {
    values: { gained, ceiling, keeps: ceiling - price, share: price / yearly, "break-even": staff === null ? null : (staff * price) / yearly, margin: 1 - serve / price },
    notes,
    tables: {},
    charts: { value: { items: steps } },
  };
  if (answers === null) return result;
  const ordered = answers.filter((answer) => answer.every((one, order) => order === 0 || one > answer[order - 1]));
  if (!ordered.length) return { faults: [{ at: "answers", text: "no-answer" }] };
  if (ordered.length < answers.length) notes.push({ at: "answers", text: "left-out", values: { count: { number: answers.length - ordered.length, decimals: 0 } } });
  else if (ordered.length < 30) notes.push({ at: "answers", text: "few" });
  sensitivity(ordered, price, result);
  return result;
}
