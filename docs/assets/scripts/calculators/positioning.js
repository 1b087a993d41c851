// A positioning map and the checks of tool 5.3: whether the two axes are one, and whether anybody reaches us on each.
const SAME = 0.7;

// How far two columns of numbers rise and fall together, −1 to 1; nothing where one of them does not vary.
function correlation(xs, ys) {
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let [both, across, up] = [0, 0, 0];
  xs.forEach((x, order) => {
    both += (x - mx) * (ys[order] - my);
    across += (x - mx) ** 2;
    up += (ys[order] - my) ** 2;
  });
  return across < 1e-9 || up < 1e-9 ? null : both / Math.sqrt(across * up);
}

export function compute({ points, "x-low": xLow, "x-high": xHigh, "y-low": yLow, "y-high": yHigh }) {
  const [us, ...others] = points;
  const r = points.length < 3 ? null : correlation(points.map((one) => one.x), points.map((one) => one.y));
  const level = (axis) => others.filter((one) => one[axis] >= us[axis]);
  const [across, up] = [level("x"), level("y")];
  const distance = (one) => Math.hypot(one.x - us.x, one.y - us.y);
  const nearest = others.reduce((near, one) => (distance(one) < distance(near) ? one : near));
  const beside = others.filter((one) => one.x >= 5 === us.x >= 5 && one.y >= 5 === us.y >= 5);

  const names = (list) => ({ raw: list.map((one) => one.name).join(" · ") });
  const reasons = [
    across.length ? { text: "ahead-x", values: { names: names(across) } } : "alone-x",
    up.length ? { text: "ahead-y", values: { names: names(up) } } : "alone-y",
    beside.length ? { text: "same-corner", values: { names: names(beside) } } : "own-corner",
  ];
  return {
    values: {
      axes: r === null ? "unknown" : Math.abs(r) > SAME ? "axes-same" : "axes-fine", ahead: across.length && up.length ? "fair-axis" : "own-axis", r,
      nearest: { raw: nearest.name }, distance: distance(nearest),
    },
    lists: { reasons },
    charts: { map: { points: points.map((one, order) => ({ name: one.name, x: one.x, y: one.y, own: order === 0 })), ends: { xLow, xHigh, yLow, yHigh } } },
  };
}
