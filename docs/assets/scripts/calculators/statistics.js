// The range in which the true share may lie (95%, Wilson): what a handful of records can bear.
const Z = 1.96;

export function wilson(hits, total) {
  const share = hits / total;
  const shrink = 1 + (Z * Z) / total;
  const middle = (share + (Z * Z) / (2 * total)) / shrink;
  const half = (Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total))) / shrink;
  return [Math.max(middle - half, 0), Math.min(middle + half, 1)];
}
