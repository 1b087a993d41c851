// A milestone plan as lesson 5.5 computes it: three-point estimates in weeks, predecessors, dates moved off weekends, the buffer.
// Days are counted from 1970-01-01; dates are texts, as in a form.
const DAY = 86400000;

export const dayOf = (date) => Date.parse(`${date}T00:00:00Z`) / DAY;
export const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// Day 0 was a Thursday: Saturday and Sunday move on to Monday.
function workday(day) {
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday > 4 ? day + 7 - weekday : day;
}

function schedule(plan, start) {
  const steps = [];
  for (const row of plan) {
    const before = [row.after, row.also].filter((number) => number !== null).map((number) => steps[number - 1]);
    const latest = before.reduce((late, one) => (late === null || one.due > late.due ? one : late), null);
    const begin = latest ? latest.due : start;
    const weeks = (row.o + 4 * row.m + row.p) / 6;
    const own = (row.p - row.o) / 6;
    steps.push({
      name: row.name, begin, weeks, due: workday(begin + Math.round(weeks * 7 + 1e-9)), sd: Math.sqrt(own ** 2 + (latest ? latest.sd ** 2 : 0)), before, float: Infinity,
    });
  }
  const finish = Math.max(...steps.map((step) => step.due));
  // Backwards: what a milestone may slip before it delays the end.
  for (const step of [...steps].reverse()) {
    if (step.float === Infinity) step.float = finish - step.due;
    for (const one of step.before) one.float = Math.min(one.float, step.begin - one.due + step.float);
  }
  return { steps, finish };
}

export function compute({ start, target, plan, cycle, from, to }) {
  const faults = [];
  plan.forEach((row, order) => {
    if (!(row.o <= row.m && row.m <= row.p)) faults.push({ at: `plan.${order}.m`, text: "order" });
    for (const cell of ["after", "also"]) if (row[cell] !== null && row[cell] > order) faults.push({ at: `plan.${order}.${cell}`, text: "later" });
  });
  for (const [at, number] of [["from", from], ["to", to]]) if (number !== null && number > plan.length) faults.push({ at, text: "no-row" });
  if (faults.length) return { faults };

  const { steps, finish } = schedule(plan, dayOf(start));
  const last = steps.reduce((late, step) => (step.due > late.due || (step.due === late.due && step.sd > late.sd) ? step : late));
  const buffer = dayOf(target) - finish;
  const sigma = last.sd * 7;
  const notes = [];
  if (dayOf(target) < dayOf(start)) notes.push({ at: "target", text: "before-start" });
  const traction = from === null || to === null ? null : steps[to - 1].due - steps[from - 1].due;
  if (traction !== null && cycle !== null && traction < cycle) notes.push({ at: "cycle", text: "short" });
  const critical = steps.map((step, order) => [step, order + 1]).filter(([step]) => step.float === 0);
  const origin = Math.min(...steps.map((step) => step.begin));
  return {
    values: {
      finish: dateOf(finish), buffer, sigma, verdict: buffer < 0 ? "missed" : buffer >= sigma ? "enough" : "thin",
      path: { raw: critical.map(([, number]) => number).join(" → ") }, traction, "cycle-verdict": traction === null || cycle === null ? null : traction >= cycle ? "cycle-ok" : "cycle-short",
    },
    notes,
    tables: {
      plan: steps.map((step, order) => ({
        key: String(order), name: { raw: `${order + 1} ${step.name}` }, begin: dateOf(step.begin), due: dateOf(step.due), weeks: step.weeks, sd: step.sd, float: step.float, critical: step.float === 0 ? "critical" : "slack",
      })),
    },
    charts: {
      gantt: {
        start: dateOf(origin), end: dateOf(Math.max(finish, dayOf(target))),
        items: steps.map((step, order) => ({ label: { raw: `${order + 1} ${step.name}` }, from: dateOf(step.begin), to: dateOf(step.due), after: step.before.map((one) => steps.indexOf(one)), float: step.float, tone: step.float === 0 ? "accent" : "line" })),
        mark: { date: target, label: "target" },
      },
    },
  };
}
