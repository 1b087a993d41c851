// What a salesperson brings and costs, with and without the people who help: lesson 3.1. Amounts in US dollars a year.
export function compute({ pay, extras, quota, attainment, margin, helpers, sellers, fresh, ramp, plan }) {
  if (fresh > sellers) return { faults: [{ at: "fresh", text: "too-many-new" }] };
  if (pay + extras === 0) return { faults: [{ at: "pay", text: "no-cost" }] };
  const brings = quota * attainment;
  const alone = pay + extras;
  const help = helpers.reduce((sum, row) => sum + row.cost / row.serves, 0);
  const whole = alone + help;
  const gross = brings * margin;
  const capacity = (sellers - fresh) * brings + (fresh * brings * Math.max(12 - ramp, 0)) / 12;
  const notes = [];
  if (attainment > 1) notes.push({ at: "attainment", text: "above-quota" });
  if (fresh > 0 && ramp >= 12) notes.push({ at: "ramp", text: "no-year" });
  let level = 0;
  const step = (label, value, tone) => ({ label, from: level, to: (level += value), value, tone });
  return {
    values: {
      brings, alone, help, whole, multiple: brings / alone, "whole-multiple": brings / whole, payback: (12 * alone) / gross, "whole-payback": (12 * whole) / gross,
      capacity, gap: plan === null ? null : capacity - plan, needed: plan === null ? null : plan / brings,
      enough: plan === null ? null : capacity >= plan ? "enough" : "short",
    },
    notes,
    charts: {
      cost: {
        items: [step("pay", pay), step("extras", extras), ...helpers.map((row) => step({ raw: row.who }, row.cost / row.serves, "violet")), { label: "whole", from: 0, to: whole, value: whole, tone: "accent" }, { label: "brings", from: 0, to: brings, value: brings, tone: "muted" }],
      },
    },
  };
}
