// Routes to the customer over one year and three, and what a partner programme must bring: lesson 3.1. Amounts in yuan.
const YEARS = 3;

export function compute({ fee, margin, churn, routes, manager, deals, reward, handling, win, own, direct }) {
  if (own >= deals) return { faults: [{ at: "own", text: "all-own" }] };
  const profit = fee * margin;
  const kept = Array.from({ length: YEARS }, (_, year) => (1 - churn) ** year).reduce((sum, one) => sum + one, 0);
  const notes = [];
  const rows = routes.map((route, order) => {
    const yearly = profit - fee * route.share - route.service;
    if (yearly <= 0) notes.push({ at: `routes.${order}.share`, text: "no-profit" });
    return { key: String(order), route: { raw: route.name }, yearly, cac: route.cac, payback: yearly > 0 ? route.cac / (yearly / 12) : null, first: yearly - route.cac, third: yearly * kept - route.cac };
  });
  const best = (column) => rows.reduce((top, row) => (row[column] > top[column] ? row : top)).route;

  const monthly = profit / 12;
  // What one deal through a partner costs besides the manager: the reward, and the opportunities that were not won.
  const each = reward + handling / win;
  const cac = manager / deals + each;
  const extraCac = (manager + deals * each) / (deals - own);
  const left = direct - each;
  const points = (row) => [0, 1, 2, 3].map((year) => [year, row.yearly * Array.from({ length: year }, (_, one) => (1 - churn) ** one).reduce((sum, one) => sum + one, 0) - row.cac]);
  const drawn = rows.slice(0, 5).map((row, order) => ({ name: row.route, points: points(row), dashed: order % 2 === 1 }));
  const ends = drawn.flatMap((line) => line.points.map((point) => point[1]));
  return {
    values: {
      profit, kept, "best-first": best("first"), "best-third": best("third"),
      "partner-cac": cac, "partner-payback": cac / monthly, "extra-cac": extraCac, "extra-payback": extraCac / monthly,
      "even-deals": left > 0 ? manager / left : null, even: left <= 0 ? "never" : deals >= manager / left ? "passed" : "not-yet",
    },
    notes,
    tables: { routes: rows },
    charts: { net: { x: { from: 0, to: YEARS, ticks: [0, 1, 2, 3] }, y: { from: Math.min(...ends, 0), to: Math.max(...ends, 1) }, lines: drawn } },
  };
}
