// Amounts as people type them, in calculators and in worksheets: full-width digits, any minus and space, thousands set apart, a
// currency before or behind, 万 and k.
const POWERS = { k: 3, 千: 3, 万: 4, m: 6, 百万: 6, 亿: 8, bn: 9 };
const AMOUNT = /^([+-]?) ?(?:us\$|cny|rmb|[¥$€£])? ?(\d{1,3}(?:([ ,'’])\d{3})(?:\3\d{3})*|\d+)?(\.\d*)? ?(%|k|千|万|m|百万|亿|bn)? ?(?:美元|元)?$/;

// NFKC turns full-width digits, points, commas and signs into plain ones.
export const plain = (text) => text.normalize("NFKC").replace(/[−–—﹣]/g, "-").replace(/[\s\u200b]+/g, " ").trim();

// By moving the point: 1.1 * 100 would be a little more than 110.
export const shifted = (digits, by) => Number(`${digits.replace(/\.$/, "")}e${by}`);

// Returns the digits as a text, the power of ten that was named with them, and whether they are hundredths; null for what is no
// amount. The unit may stand behind it.
export function readAmount(typed, unit = "") {
  let text = plain(typed).toLowerCase();
  // One month is typed in a field for months, too.
  const units = plain(unit).toLowerCase();
  const word = [units, units.replace(/s$/, "")].find((one) => one && text.endsWith(one));
  if (word) text = text.slice(0, -word.length).trim();
  const found = text.match(AMOUNT);
  if (!found || !/\d/.test((found[2] || "") + (found[4] || ""))) return null;
  const [, sign, whole = "0", , part = "", size = ""] = found;
  return { digits: sign + whole.replace(/\D/g, "") + part, power: POWERS[size] || 0, percent: size === "%" };
}
