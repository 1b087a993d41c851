// What counts as a word: the same as in scripts/coursekit/search/words.py, with which a test compares every word of the course.
export const PIECE = /[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|[\u3007\u3400-\u9fff]+/g;

export const isHan = (text) => text >= "\u3007";

export const fold = (word) => word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

export function stem(word) {
  if (word === "marketing" || !/^[a-z]+$/.test(word)) return word;
  if (word.length > 4 && /ie[sd]$/.test(word)) return word.slice(0, -3) + "y";
  if (word.length > 2 && /s$/.test(word) && !/[su]s$/.test(word) && !(word.length > 4 && /is$/.test(word))) word = word.slice(0, -1);
  const rest = word.replace(/(ing|ed)$/, "");
  if (rest !== word && rest.length > 2 && /[aeiouy]/.test(rest)) {
    word = rest;
    if (word.length > 3 && word.at(-1) === word.at(-2) && !/[lsz]$/.test(word)) word = word.slice(0, -1);
  }
  return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
}

// Cuts a run of Chinese into words of the dictionary: as few characters left over as possible, then as many words as possible
// (long words are looked up as well). What is left over stands alone; a function word is half a fault.
export function cut(run, words, stop) {
  const best = [[0, 0, 0]];
  for (let end = 1; end <= run.length; end++) {
    for (let length = 1; length <= Math.min(8, end); length++) {
      const word = run.slice(end - length, end);
      const known = words.has(word) || stop.has(word);
      if (length > 1 && !known) continue;
      const [over, count] = best[end - length];
      const now = [over + (known ? (length === 1 ? 1 : 0) : 2), count + 1, length];
      const old = best[end];
      if (!old || now[0] < old[0] || (now[0] === old[0] && now[1] > old[1])) best[end] = now;
    }
  }
  const pieces = [];
  for (let end = run.length; end > 0; end -= best[end][2]) pieces.unshift(run.slice(end - best[end][2], end));
  return pieces;
}

// A name or heading in the form in which all its spellings agree.
export const squeeze = (name) => (name.normalize("NFKC").match(PIECE) || []).map(fold).join("");
