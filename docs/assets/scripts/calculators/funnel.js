// A funnel read as lesson 5.4 reads it: each step against its own reference, and what one could gain where. Shares as fractions.
import { wilson } from "./statistics.js";

const STAGES = ["visitors", "leads", "mql", "sql", "opps", "won"];

const percent = (number) => ({ number, kind: "percent", decimals: 1 });

function verdict(entered, records, reference, low, high) {
  if (entered < records) return "few";
  if (reference === null) return "no-reference";
  if (high < reference) return "below";
  return low > reference ? "above" : "same";
}

// What a rate of nothing is short of its reference, as in the tool.
const MOST = 99.99;

// The step that is furthest short, the first of equals.
const furthest = (steps) => steps.reduce((worst, step) => (worst === null || step.short > worst.short ? step : worst), null);

export function compute({ stages, levers, acv, margin, records }) {
  const present = stages.map((stage, order) => ({ ...stage, name: STAGES[order], order })).filter((stage) => stage.count !== null);
  if (present.length < 2) return { faults: [{ at: "stages.0.count", text: "two-stages" }] };
  const faults = [];
  present.slice(1).forEach((stage, order) => {
    if (present[order].count === 0) faults.push({ at: `stages.${present[order].order}.count`, text: "zero" });
    else if (stage.count > present[order].count) faults.push({ at: `stages.${stage.order}.count`, text: "more-than-before" });
  });
  if (faults.length) return { faults };

  const won = present.at(-1).name === "won" ? present.at(-1).count : null;
  const profit = acv * margin;
  const steps = present.slice(1).map((stage, order) => {
    const entered = present[order].count;
    const rate = stage.count / entered;
    const [low, high] = wilson(stage.count, entered);
    // Rounding noise must not make a step that stands at its reference look short of it.
    const gap = rate === 0 ? MOST : stage.reference / rate - 1;
    const short = stage.reference === null ? null : Math.abs(gap) < 1e-12 ? 0 : gap;
    const name = { text: "step", values: { from: present[order].name, to: stage.name } };
    return { key: stage.name, step: name, entered, rate, low, high, reference: stage.reference, short, verdict: verdict(entered, records, stage.reference, low, high) };
  });

  // The rates multiply: a step that rises by a share of itself lifts the deals by that share.
  const gain = (step, target) => (won === null || step.rate === 0 || target > 1 ? null : won * (target / step.rate - 1));
  const points = steps.map((step) => {
    const extra = gain(step, step.rate + 0.01);
    const back = step.short === null ? null : Math.max(gain(step, step.reference) ?? 0, 0);
    return { key: step.key, step: step.step, extra, arr: extra === null ? null : extra * acv, profit: extra === null ? null : extra * profit, back: won === null ? null : back };
  });

  const notes = [];
  const ways = [];
  levers.forEach((lever, order) => {
    const step = steps.find((one) => one.key === STAGES[order + 1]);
    if (!step || lever.target === null) return;
    if (lever.target <= step.rate) {
      notes.push({ at: `levers.${order}.target`, text: "not-above" });
      return;
    }
    const extra = gain(step, lever.target);
    if (extra === null) return;
    const made = extra * profit;
    ways.push({ key: step.key, step: step.step, now: step.rate, target: lever.target, extra, profit: made, cost: lever.cost, ratio: lever.cost === null ? null : made / lever.cost });
  });
  ways.sort((a, b) => (b.ratio ?? -1) - (a.ratio ?? -1));

  const judged = steps.filter((step) => step.verdict === "below");
  const short = steps.filter((step) => step.short !== null && step.short > 0);
  const spoken = steps.some((step) => ["above", "same"].includes(step.verdict));
  const last = present.at(-1);
  const charted = steps.filter((step) => step.reference);
  return {
    values: {
      whole: last.count / present[0].count,
      win: last.name === "won" && present.at(-2).name === "opps" ? steps.at(-1).rate : null,
      firm: judged.length ? furthest(judged).step : spoken ? "clear" : "none",
      widest: short.length ? furthest(short).step : "met",
      best: ways.length && ways[0].ratio !== null ? ways[0].step : "no-way",
    },
    notes,
    tables: { steps, points, levers: ways },
    charts: charted.length
      ? {
          against: {
            base: 1,
            items: charted.map((step) => ({ label: step.step, from: step.low / step.reference, to: step.high / step.reference, text: { text: "against", values: { rate: percent(step.rate), reference: percent(step.reference) } }, tone: step.verdict === "below" ? "accent" : step.verdict === "few" ? "muted" : "line" })),
          },
        }
      : {},
  };
}
