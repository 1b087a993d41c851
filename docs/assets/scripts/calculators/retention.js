// Retention as lesson 3.4 defines it: one year, without the year's new customers. Amounts in yuan, shares as fractions.
import { wilson } from "./statistics.js";

const MONTHS = 36;

export function compute(input) {
  const { opening, churned, downgrade, expansion, added, customers, lost, acv, cac, monthly } = input;
  const faults = [];
  if (churned + downgrade > opening) faults.push({ at: "churned", text: "too-much-lost" });
  if (lost > customers) faults.push({ at: "lost", text: "too-many-lost" });
  if (faults.length) return { faults };

  const gone = churned + downgrade;
  const kept = opening - gone;
  const grr = kept / opening;
  const nrr = (kept + expansion) / opening;
  const closing = kept + expansion + added;
  const hole = (closing * gone) / opening;
  const logo = lost / customers;
  const [low, high] = wilson(lost, customers);

  const notes = [];
  if (customers < 20) notes.push({ at: "customers", text: "few" });
  if (nrr >= 1 && grr < 0.9) notes.push({ at: "expansion", text: "covered" });
  if (lost === 0) notes.push({ at: "lost", text: "none-lost" });

  const steps = [
    { label: "opening", from: 0, to: opening, value: opening },
    { label: "churned", from: opening, to: opening - churned, value: -churned, tone: "accent" },
    { label: "downgrade", from: opening - churned, to: kept, value: -downgrade, tone: "accent" },
    { label: "expansion", from: kept, to: kept + expansion, value: expansion, tone: "violet" },
    { label: "same", from: 0, to: kept + expansion, value: kept + expansion },
    { label: "added", from: kept + expansion, to: closing, value: added, tone: "muted" },
    { label: "closing", from: 0, to: closing, value: closing },
  ];
  const result = {
    values: {
      grr, nrr, logo, "logo-low": low, "logo-high": high, "gross-churn": gone / opening, "net-churn": (gone - expansion) / opening, "expansion-rate": expansion / opening,
      same: kept + expansion, closing, hole, "hole-customers": hole / acv, refill: (hole / acv) * cac, "as-month": 1 - (1 - logo) ** (1 / 12),
      yearly: null,
    },
    notes,
    charts: { year: { items: steps } },
  };
  if (monthly !== null) {
    const points = (share) => Array.from({ length: MONTHS + 1 }, (_, month) => [month, share(month)]);
    result.values.yearly = 1 - (1 - monthly) ** 12;
    result.charts.left = {
      x: { from: 0, to: MONTHS, ticks: [0, 12, 24, 36] },
      y: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] },
      lines: [{ id: "compound", points: points((month) => (1 - monthly) ** month) }, { id: "straight", points: points((month) => Math.max(1 - monthly * month, 0)), dashed: true }],
    };
  }
  return result;
}
