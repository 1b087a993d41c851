// Where a lead goes and what a prospect is worth talking to about: lesson 5.2's gates in their order, and its seven criteria.
const SEVEN = ["ready", "willing", "able", "success", "acquisition", "expansion", "advocacy"];
const KNOCK_OUT = SEVEN.slice(0, 4);
const MATCH = { full: 1, part: 0.5, none: 0 };

const count = (number) => ({ number, kind: "number", decimals: 1 });

function way(out, fit, behaviour, { hand, gates }) {
  if (out.length) return "r-out";
  if (fit < gates.fit) return "r-fit";
  if (hand === "yes") return "r-hand";
  return behaviour >= gates.behaviour && fit + behaviour >= gates.line ? "r-mql" : "r-nurture";
}

function judge(scores) {
  const given = SEVEN.filter((name) => scores[name] !== null);
  if (!given.length) return { sum: null, verdict: null, low: [] };
  const low = KNOCK_OUT.filter((name) => scores[name] === 1);
  const sum = given.reduce((total, name) => total + scores[name], 0);
  if (low.length) return { sum, verdict: "knocked", low };
  if (given.length < SEVEN.length) return { sum, verdict: "unfinished", low };
  return { sum, verdict: sum >= 30 ? "ideal" : sum >= 25 ? "good" : sum >= 20 ? "acceptable" : "reassess", low };
}

export function compute({ exclusions, fit: criteria, intent, hand, "gate-fit": gateFit, "gate-behaviour": gateBehaviour, line, cap, ...scores }) {
  const gates = { fit: gateFit, behaviour: gateBehaviour, line };
  const out = exclusions.filter((row) => row.hit === "yes");
  const top = criteria.reduce((sum, row) => sum + row.points, 0);
  const fit = criteria.reduce((sum, row) => sum + row.points * MATCH[row.match], 0);
  const raw = intent.reduce((sum, row) => sum + (row.seen === "yes" ? row.points : 0), 0);
  const behaviour = Math.max(0, Math.min(cap, raw));
  const most = Math.min(cap, intent.reduce((sum, row) => sum + Math.max(row.points, 0), 0));
  const reachable = gateFit <= top && gateBehaviour <= most && line <= top + most;
  const seven = judge(scores);

  const passed = (value, gate) => (value >= gate ? "passed" : "missed");
  const reasons = out.map((row) => ({ text: "excluded-by", values: { rule: { raw: row.rule } } }));
  if (!out.length) {
    reasons.push("not-excluded", { text: `fit-${passed(fit, gateFit)}`, values: { points: count(fit), gate: count(gateFit) } });
    if (fit >= gateFit) {
      if (hand === "yes") reasons.push("hand-raised");
      else {
        reasons.push({ text: `behaviour-${passed(behaviour, gateBehaviour)}`, values: { points: count(behaviour), gate: count(gateBehaviour) } });
        reasons.push({ text: `total-${passed(fit + behaviour, line)}`, values: { points: count(fit + behaviour), gate: count(line) } });
      }
    }
  }
  for (const name of seven.low) reasons.push({ text: "knocked-by", values: { criterion: name } });

  const against = [["fit", fit, gateFit], ["behaviour", behaviour, gateBehaviour], ["total", fit + behaviour, line]].filter(([, , gate]) => gate > 0);
  const charts = {};
  if (against.length) charts.gates = { base: 1, items: against.map(([label, points, gate]) => ({ label: `bar-${label}`, to: points / gate, text: { text: "of-gate", values: { points: count(points), gate: count(gate) } }, tone: points >= gate ? "line" : "muted" })) };
  if (seven.sum !== null) charts.seven = { items: SEVEN.filter((name) => scores[name] !== null).map((name) => ({ label: name, to: scores[name], value: scores[name], tone: seven.low.includes(name) ? "accent" : "line" })) };
  return {
    values: { way: way(out, fit, behaviour, { hand, gates }), fit, behaviour, total: fit + behaviour, top, reachable: reachable ? "lines-ok" : "too-high", sum: seven.sum, verdict: seven.verdict },
    lists: { reasons },
    charts,
  };
}
