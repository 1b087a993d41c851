// Unit economics as lesson 3.4 defines them. Amounts in yuan, shares as fractions, `cap` in years.
const STEP = 0.2;

const life = (churn, cap) => (churn > 0 ? Math.min(1 / churn, cap) : cap);

// Gross profit of the years, each year's customers and money worth less than the year before's.
function declining(profit, keep, years) {
  let total = 0;
  for (let year = 0; year < years; year += 1) total += profit * keep ** year;
  return total;
}

export function compute(input) {
  const { media, people, sales, tools, customers, acv, margin, churn, cap, discount, expansion, downgrade, churned, prior } = input;
  const spend = media + people + sales + tools;
  if (spend === 0) return { faults: [{ at: "media", text: "no-spend" }] };
  const profit = acv * margin;
  const cac = spend / customers;
  const years = life(churn, cap);
  const ltv = profit * years;
  const keep = (1 - churn) / (1 + discount);
  const careful = declining(profit, keep, cap);
  const payback = cac / (profit / 12);
  const net = customers * acv + expansion - downgrade - churned;

  const notes = [];
  if (churn === 0) notes.push({ at: "churn", text: "no-churn" });
  if (customers < 10) notes.push({ at: "customers", text: "few" });

  const vary = (change) => {
    const one = { spend, customers, acv, margin, churn, ...change };
    const made = one.acv * one.margin;
    const cost = one.spend / one.customers;
    return { payback: cost / (made / 12), ratio: (made * life(one.churn, cap)) / cost };
  };
  const rows = Object.entries({ spend, customers, acv, margin, churn }).map(([what, value]) => {
    const most = what === "margin" || what === "churn" ? 1 : Infinity;
    const [low, high] = [1 - STEP, 1 + STEP].map((factor) => vary({ [what]: Math.min(value * factor, most) }));
    return { what: `vary-${what}`, "payback-low": low.payback, "payback-high": high.payback, "ratio-low": low.ratio, "ratio-high": high.ratio };
  });

  const paid = Array.from({ length: cap + 1 }, (_, year) => [year, profit * year - cac]);
  const left = Array.from({ length: cap + 1 }, (_, year) => [year, declining(profit, keep, year) - cac]);
  return {
    values: {
      spend, cac, "media-cac": media / customers, "arr-cost": cac / acv, profit, years, ltv, ratio: ltv / cac,
      careful, "careful-ratio": careful / cac, payback, net, magic: net / prior,
    },
    parts: { series: Array.from({ length: Math.min(cap, 5) }, (_, year) => Number((keep ** year).toPrecision(4))).join(" + ") },
    notes,
    tables: { sensitivity: rows },
    charts: {
      net: {
        x: { from: 0, to: cap, ticks: Array.from({ length: cap + 1 }, (_, year) => year) },
        y: { from: -cac, to: Math.max(paid[cap][1], left[cap][1], 0) || 1 },
        lines: [{ id: "stay", points: paid }, { id: "leave", points: left, dashed: true }],
        marks: payback / 12 <= cap ? [{ label: { text: "paid-back", values: { payback } }, x: payback / 12, y: 0, below: true }] : [],
      },
    },
  };
}
