// Evaluates the formulas of a worksheet, which scripts/coursekit/formulas.py has parsed when the site was built. Values are
// what a spreadsheet knows: null (an empty cell), numbers (dates are days since 1899-12-30), texts, truth values, and faults.
// tests/unit/test_formulas.py compares every formula of every tool with the engine that computes the downloads.
export class Fault {
  constructor(code) {
    this.code = code;
  }
}

const fail = (code) => {
  throw new Fault(code);
};
const attempt = (make) => {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof Fault) return fault;
    throw fault;
  }
};
const sound = (value) => {
  if (value instanceof Fault) throw value;
  return value;
};
const finite = (value) => (Number.isFinite(value) ? value : fail("#NUM!"));

function number(value) {
  sound(value);
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return Number(value);
  const text = value.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : fail("#VALUE!");
}

// As a spreadsheet writes a number within a text: fifteen digits at most.
const text = (value) => {
  sound(value);
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return typeof value === "number" ? String(Number(value.toPrecision(15))) : value;
};

const truth = (value) => {
  sound(value);
  if (typeof value !== "string") return Boolean(value);
  const said = value.toUpperCase();
  return said === "TRUE" || (said === "FALSE" ? false : fail("#VALUE!"));
};

// Numbers come before texts, texts before truth values; an empty cell is equal to 0, to "" and to FALSE.
const rank = (value) => ({ number: 0, string: 1, boolean: 2 })[typeof value];
function compare(a, b) {
  sound(a);
  sound(b);
  if (a === null && b === null) return 0;
  const empty = (other) => ({ number: 0, string: "", boolean: false })[typeof other];
  const [left, right] = [a ?? empty(b), b ?? empty(a)];
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  const [one, two] = typeof left === "string" ? [left.toLowerCase(), right.toLowerCase()] : [left, right];
  return one < two ? -1 : one > two ? 1 : 0;
}

const OPERATORS = {
  "+": (a, b) => finite(number(a) + number(b)),
  "-": (a, b) => finite(number(a) - number(b)),
  "*": (a, b) => finite(number(a) * number(b)),
  "/": (a, b) => {
    const [above, below] = [number(a), number(b)];
    return below === 0 ? fail("#DIV/0!") : finite(above / below);
  },
  "^": (a, b) => power(number(a), number(b)),
  "&": (a, b) => text(a) + text(b),
  "=": (a, b) => compare(a, b) === 0,
  "<>": (a, b) => compare(a, b) !== 0,
  "<": (a, b) => compare(a, b) < 0,
  ">": (a, b) => compare(a, b) > 0,
  "<=": (a, b) => compare(a, b) <= 0,
  ">=": (a, b) => compare(a, b) >= 0,
};

const power = (base, exponent) => (base === 0 && exponent < 0 ? fail("#DIV/0!") : finite(base ** exponent));

// Halves go away from zero. Through the decimal text, since 1.005 * 100 is a little less than 100.5.
function rounded(value, digits, up = false) {
  const shift = (one, by) => {
    const [head, tail] = String(one).split("e");
    return Number(`${head}e${Number(tail || 0) + by}`);
  };
  const size = shift(Math.abs(value), digits);
  const whole = up ? Math.ceil(size) : Math.floor(size + 0.5);
  return Math.sign(value) * shift(whole, -digits) || 0;
}

// A criterion of COUNTIF and SUMIF: ">0", "<>x", a number, or a text with * and ? for what may be anything.
function criterion(wanted) {
  sound(wanted);
  if (typeof wanted !== "string") return (value) => !(value instanceof Fault) && value !== null && compare(value, wanted ?? 0) === 0;
  const [, sign, rest] = wanted.match(/^(<=|>=|<>|=|<|>)?(.*)$/s);
  const size = rest.trim() !== "" && Number.isFinite(Number(rest)) ? Number(rest) : null;
  if (size !== null) {
    const judge = OPERATORS[sign || "="];
    return (value) => (typeof value === "number" ? judge(value, size) : sign === "<>");
  }
  const like = pattern(rest);
  const same = (value) => (rest === "" ? value === null || value === "" : typeof value === "string" && like(value));
  if (sign === "<>") return (value) => !same(value);
  if (!sign || sign === "=") return same;
  return (value) => typeof value === "string" && OPERATORS[sign](value, rest);
}

function pattern(wanted) {
  if (!/[*?~]/.test(wanted)) return (value) => value.toLowerCase() === wanted.toLowerCase();
  const source = wanted.replace(/~[*?~]|[\s\S]/g, (one) => {
    if (one === "*") return "[^]*";
    if (one === "?") return "[^]";
    return one.at(-1).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  const found = new RegExp(`^${source}$`, "iu");
  return (value) => found.test(value);
}

const days = (serial) => (((Math.floor(serial) + 6) % 7) + 7) % 7; // 0 is Sunday: serial 1 was a Sunday in this count

function workday(start, count) {
  let [day, left] = [Math.trunc(start), Math.trunc(count)];
  const step = Math.sign(left);
  while (left) {
    day += step;
    if (days(day) !== 0 && days(day) !== 6) left -= step;
  }
  return day < 0 ? fail("#NUM!") : day;
}

// `read(row, column)` returns what a cell holds; `lists` the columns B and C of the sheet of lists, from row 2 on.
export function evaluator(read, lists) {
  const isArea = (node) => Array.isArray(node) && ((node[0] === "@" && node.length === 5) || node[0] === "list");
  const isCell = (node) => Array.isArray(node) && (node[0] === "@" || node[0] === "list");

  function area(node) {
    if (node[0] === "list") return lists[node[1]].slice(node[2] - 2, node[3] - 1);
    const [, top, left, bottom = top, right = left] = node;
    const values = [];
    for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) values.push(read(row, column));
    return values;
  }

  const scalar = (node) => {
    if (!Array.isArray(node)) return node ?? null;
    const [name, ...parts] = node;
    if (name === "@") return isArea(node) ? fail("#VALUE!") : sound(read(parts[0], parts[1]));
    if (name in OPERATORS) return OPERATORS[name](scalar(parts[0]), scalar(parts[1]));
    return FUNCTIONS[name](...parts);
  };

  // What stands in SUMPRODUCT: an operator works on two columns row by row.
  function column(node) {
    if (isArea(node)) return area(node);
    if (!Array.isArray(node) || !(node[0] in OPERATORS)) return attempt(() => scalar(node));
    const [one, two] = [column(node[1]), column(node[2])];
    const length = Math.max(Array.isArray(one) ? one.length : 0, Array.isArray(two) ? two.length : 0);
    const at = (values, place) => (Array.isArray(values) ? values[place] : values);
    const work = (place) => attempt(() => OPERATORS[node[0]](at(one, place), at(two, place)));
    return length ? Array.from({ length }, (_, place) => work(place)) : work(0);
  }

  // Texts and empty cells in cells are passed over; written into the formula or computed, a text must be a number.
  const numbers = (nodes) =>
    nodes.flatMap((node) => (isCell(node) ? area(node).map(sound).filter((one) => typeof one === "number") : [number(scalar(node))]));
  const truths = (nodes) => {
    const found = nodes.flatMap((node) => {
      if (!isCell(node)) return [truth(scalar(node))];
      return area(node).map(sound).filter((one) => typeof one === "number" || typeof one === "boolean").map(Boolean);
    });
    return found.length ? found : fail("#VALUE!");
  };
  const sum = (values) => finite(values.reduce((total, one) => total + one, 0));
  const extreme = (choose, values) => (values.length ? choose(...values) : 0);
  const total = (from, wanted, what = from) => {
    const [fits, values] = [criterion(scalar(wanted)), area(what)];
    const chosen = area(from).map((one, place) => (fits(one) ? sound(values[place]) : 0));
    return sum(chosen.filter((one) => typeof one === "number"));
  };

  const FUNCTIONS = {
    neg: (a) => -number(scalar(a)) || 0,
    pos: (a) => scalar(a),
    pct: (a) => number(scalar(a)) / 100,
    list: (...parts) => sound(area(["list", ...parts])[0] ?? null),
    IF: (test, then, otherwise = false) => (truth(scalar(test)) ? scalar(then) : scalar(otherwise)),
    IFERROR: (value, instead) => {
      const found = attempt(() => scalar(value));
      return found instanceof Fault ? scalar(instead) : found;
    },
    AND: (...nodes) => truths(nodes).every(Boolean),
    OR: (...nodes) => truths(nodes).some(Boolean),
    NOT: (node) => !truth(scalar(node)),
    COUNT: (...nodes) =>
      nodes.flatMap((node) => (isCell(node) ? area(node) : [attempt(() => number(scalar(node)))])).filter((one) => typeof one === "number").length,
    COUNTA: (...nodes) =>
      nodes.flatMap((node) => (isCell(node) ? area(node) : [attempt(() => scalar(node))])).filter((one) => one !== null).length,
    COUNTIF: (from, wanted) => area(from).filter(criterion(scalar(wanted))).length,
    SUM: (...nodes) => sum(numbers(nodes)),
    SUMIF: total,
    SUMPRODUCT: (...nodes) => {
      const found = nodes.map(column).map((one) => (Array.isArray(one) ? one : [one]));
      const size = (one) => (typeof sound(one) === "number" ? one : 0);
      return sum(found[0].map((_, place) => found.reduce((product, one) => product * size(one[place]), 1)));
    },
    AVERAGE: (...nodes) => {
      const found = numbers(nodes);
      return found.length ? sum(found) / found.length : fail("#DIV/0!");
    },
    MAX: (...nodes) => extreme(Math.max, numbers(nodes)),
    MIN: (...nodes) => extreme(Math.min, numbers(nodes)),
    INDEX: (from, row) => {
      const [values, place] = [area(from), Math.trunc(number(scalar(row)))];
      return place < 1 || place > values.length ? fail("#REF!") : sound(values[place - 1]);
    },
    MATCH: (wanted, from) => {
      const sought = scalar(wanted);
      const like = typeof sought === "string" ? pattern(sought) : null;
      const found = area(from).findIndex((one) =>
        like ? typeof one === "string" && like(one) : typeof one === typeof sought && one === sought,
      );
      return found < 0 ? fail("#N/A") : found + 1;
    },
    ROUND: (value, digits) => rounded(number(scalar(value)), Math.trunc(number(scalar(digits)))),
    ROUNDUP: (value, digits) => rounded(number(scalar(value)), Math.trunc(number(scalar(digits))), true),
    INT: (value) => Math.floor(number(scalar(value))),
    ABS: (value) => Math.abs(number(scalar(value))),
    SQRT: (value) => {
      const size = number(scalar(value));
      return size < 0 ? fail("#NUM!") : Math.sqrt(size);
    },
    POWER: (base, exponent) => power(number(scalar(base)), number(scalar(exponent))),
    WORKDAY: (start, count) => workday(number(scalar(start)), number(scalar(count))),
  };
  return (node) => attempt(() => scalar(node));
}

// A sheet's values: `entries` by address ("5,2"), formulas worked out when they are asked for, each once.
export function compute(entries, formulas, lists) {
  const done = new Map();
  const key = (row, column) => `${row},${column}`;
  function read(row, column) {
    const at = key(row, column);
    if (!(at in formulas)) return entries[at] ?? null;
    if (!done.has(at)) {
      // A cell that needs itself would never end.
      done.set(at, new Fault("#REF!"));
      done.set(at, evaluate(formulas[at]) ?? 0);
    }
    return done.get(at);
  }
  const evaluate = evaluator(read, lists);
  return Object.fromEntries(Object.keys(formulas).map((at) => [at, read(...at.split(",").map(Number))]));
}
