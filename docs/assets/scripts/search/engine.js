// Searches the index that scripts/coursekit/search/index.py has written; it knows files and words, no page and no element.
import { PIECE, cut, fold, isHan, squeeze, stem } from "./words.js";

const LONGEST = 8; // characters of a Chinese word; Latin words and Chinese characters of a name
const ENOUGH = 0.55; // the share of the query, weighed by how rare its words are, that a result must have
const SOME = 0.4; // what is shown as well where fewer than three have enough

async function load(address, options, response = fetch(address, options)) {
  response = await response;
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A host may have said that the file is packed, and the browser unpacked it.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const text = (bytes) => new TextDecoder().decode(bytes);
const json = (bytes) => JSON.parse(text(bytes));

// The words of a shard, in order, and for each the sections that hold it and how much it says about each.
function readShard(bytes) {
  let at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const words = text(bytes.subarray(4, at)).split("\n");
  for (let n = 1; n < words.length; n++) words[n] = words[n - 1].slice(0, words[n].charCodeAt(0) - 48) + words[n].slice(1);
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const lists = words.map(number).map((count) => new Uint16Array(count));
  for (const sections of lists) {
    for (let n = 0, last = -1; n < sections.length; n++) sections[n] = last += number() + 1;
  }
  const found = new Map(words.map((word, n) => [word, { sections: lists[n], steps: bytes.subarray(at, (at += lists[n].length)) }]));
  return { words, found };
}

// The last place in a sorted list whose value is not above the one sought; the first place if there is none.
function place(list, value) {
  let low = 0;
  for (let high = list.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

// Tells whether two words differ by one letter more, less, or other, or by two that have changed places.
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [i, j] = [a.length, b.length];
  while (i > start && j > start && a[i - 1] === b[j - 1]) i--, j--;
  const [x, y] = [a.slice(start, i), b.slice(start, j)];
  return (x.length < 2 && y.length < 2) || (x.length === 2 && x === y[1] + y[0]);
}

// Tells whether all characters of a short word stand in a name, in order: 企微 in 企业微信.
function clipped(word, name) {
  let at = 0;
  for (const character of name) if (character === word[at]) at++;
  return at === word.length;
}

const within = (inner, outer) => inner.from >= outer.from && inner.to <= outer.to;

export class Search {
  // `base` is the address of the site's root, ending in a slash; `first` a request for the language's file, if one is under way.
  constructor(base, language, first) {
    this.base = `${base}search/`;
    this.language = language;
    this.first = first;
  }

  // Fetches what every query needs, once; a failure can be tried again.
  open(options) {
    this.opened ??= load(`${this.base}${this.language}.bin`, options, this.first)
      .then((bytes) => this.#read(json(bytes)))
      .catch((error) => {
        this.opened = undefined;
        throw error;
      });
    this.first = undefined;
    return this.opened;
  }

  #read(meta) {
    this.meta = meta;
    this.shards = new Map();
    this.texts = new Map();
    this.titles = meta.titles.split("\n");
    this.anchors = meta.anchors.split("\n");
    this.#arrange(meta);
    this.words = new Set(meta.words.split("\n").flatMap((group) => group.slice(1).split(",").map((rest) => group[0] + rest)));
    this.stop = new Set(meta.stop);
    this.soft = new Set(meta.soft);
    // Terms by their names, and by long names without their last word's ending.
    this.names = new Map();
    this.stems = new Map();
    const enter = (map, name, term) => map.set(name, [...(map.get(name) || []), term]);
    meta.names.forEach((names, term) => {
      for (const name of names.split(" ")) {
        enter(this.names, name, term);
        if (name.length > 5) enter(this.stems, stem(name), term);
      }
    });
  }

  // For each section: its page, the section of level 2 around it, and the group of which only the best is a result of its own.
  #arrange({ levels, pages }) {
    this.page = new Uint16Array(levels.length);
    this.chapter = new Int16Array(levels.length).fill(-1);
    this.group = new Uint16Array(levels.length);
    let section = 0;
    pages.forEach(([, , , length, whole], page) => {
      let [group, chapter] = [section, -1];
      for (const end = section + length; section < end; section++) {
        const level = +levels[section];
        if (level === 2) chapter = section;
        if (level === 3) this.chapter[section] = chapter;
        if (level > 1 && level <= whole) group = section;
        this.page[section] = page;
        this.group[section] = group;
      }
    });
  }

  #part(kept, name, read, options) {
    if (!kept.has(name)) {
      const part = load(`${this.base}${this.meta.folder}/${name}.bin`, options).then(read);
      kept.set(name, part);
      part.catch(() => kept.delete(name));
    }
    return kept.get(name);
  }

  #shard(word, options) {
    return this.#part(this.shards, `w${place(this.meta.shards, word)}`, readShard, options);
  }

  // Fetches the rest of the words, so that further queries wait for passages only.
  async rest() {
    const firsts = [...this.meta.shards];
    while (firsts.length) await Promise.all(firsts.splice(0, 4).map((first) => this.#shard(first, { priority: "low" })));
  }

  // The text of a section, its blocks on lines of their own.
  async text(section) {
    const file = place(this.meta.texts, section);
    const texts = await this.#part(this.texts, `t${file}`, json);
    return texts[section - this.meta.texts[file]];
  }

  // Returns { results, marks }. A result is { section, more }: the best section of a group, and those of its other sections that
  // were found, too. `marks` is for `spans` below.
  async search(query) {
    await this.open();
    try {
      return await this.#search(query);
    } catch (error) {
      // The course may have been published anew since this page was opened.
      const { folder } = this.meta;
      this.opened = undefined;
      await this.open({ cache: "reload" });
      if (this.meta.folder === folder) throw error;
      return this.#search(query);
    }
  }

  async #search(query) {
    const { units, longer, terms, typed } = this.#analyse(query);
    const list = await this.#lists([...units.map((unit) => unit.word), ...longer, ...terms.map(({ term }) => `#${term}`)]);
    const scores = new Float32Array(this.titles.length);
    const add = (postings, factor) => {
      factor *= this.#rarity(postings.sections.length);
      postings.sections.forEach((section, n) => (scores[section] += factor * this.meta.steps[postings.steps[n]]));
    };

    // Each word asks for sections, rare words more urgently. Where a term is named, its sections answer for the words of its name.
    const named = terms.map(({ term }) => list(`#${term}`));
    for (const postings of named) if (postings) add(postings, 1);
    for (const word of longer) if (list(word)) add(list(word), 0.6);
    const asked = [];
    for (const unit of units) {
      const exact = list(unit.word);
      const inTerms = named.filter((postings, n) => postings && (within(unit, terms[n]) || within(terms[n], unit)));
      const others = inTerms.length ? [] : await this.#others(unit, exact, unit === typed);
      if (exact) add(exact, 1);
      for (const postings of others) add(postings, exact ? 0.3 : 0.7);
      const found = [...(exact ? [exact] : []), ...inTerms, ...others];
      const sections = new Set(found.flatMap((postings) => [...postings.sections]));
      const rarities = inTerms.map((postings) => this.#rarity(postings.sections.length));
      const weight = inTerms.length ? Math.max(...rarities) : this.#rarity((exact || { sections: [...sections] }).sections.length);
      asked.push({ sections, weight: this.soft.has(unit.raw) ? 0.3 * weight : weight });
    }
    const shares = this.#shares(asked);

    // A query that is a heading, or a piece of one, finds it, whatever words it is made of.
    const whole = squeeze(query);
    this.squeezed ??= this.titles.map(squeeze);
    this.squeezed.forEach((title, section) => {
      if (whole.length < 2 || !title.includes(whole)) return;
      scores[section] += (8 * whole.length) / title.length;
      if (title === whole) shares[section] = 1;
    });

    const found = [];
    scores.forEach((score, section) => {
      if (score && shares[section] >= SOME) found.push({ section, share: shares[section], score: score * shares[section] ** 3 });
    });
    let results = this.#grouped(found.filter((one) => one.share >= ENOUGH));
    if (results.length && results.length < 3) results = this.#grouped(found).slice(0, 3);
    // A letter, or a word that every page has, asks for nothing yet.
    const asks = units.length + terms.length + [...longer].length > 0;
    return { results, asks, marks: this.#marks(units, longer, terms, typed) };
  }

  // Cuts a query into units, each one word; finds the terms that it names and the longer words of the dictionary in it.
  // `typed` is the unit that the reader may still be typing.
  #analyse(query) {
    const units = [];
    const atoms = [];
    for (const piece of query.normalize("NFKC").match(PIECE) || []) {
      let at = atoms.length;
      if (isHan(piece)) {
        atoms.push(...piece);
        for (const word of cut(piece, this.words, this.stop)) units.push({ word, raw: word, han: true, from: at, to: (at += word.length) });
      } else {
        const raw = fold(piece);
        atoms.push(raw);
        units.push({ word: stem(raw), raw, from: at, to: at + 1 });
      }
    }
    const terms = [];
    const longer = new Set();
    for (let from = 0; from < atoms.length; from++) {
      let joined = "";
      for (let to = from + 1; to <= Math.min(atoms.length, from + 2 * LONGEST); to++) {
        joined += atoms[to - 1];
        for (const term of this.#named(joined)) terms.push({ term, from, to });
        if (to - from <= LONGEST && this.words.has(joined)) longer.add(joined);
      }
    }
    // Characters that are no words of the course, side by side, may be the clipped form of a name.
    const loose = (unit) => unit?.han && unit.word.length === 1 && !this.stop.has(unit.word);
    for (let n = 0, end = 0; n < units.length; n = end + 1) {
      for (end = n; loose(units[end]); ) end++;
      const short = units.slice(n, end);
      if (short.length > 1) {
        const word = short.map((unit) => unit.word).join("");
        for (const term of this.#guess({ word, raw: word, han: true })) terms.push({ term, from: short[0].from, to: short.at(-1).to });
      }
    }
    const asked = units.filter(({ word, raw, han }) => !this.stop.has(raw) && (han || raw.length > 1));
    for (const unit of asked) longer.delete(unit.word);
    return {
      units: asked,
      longer,
      // A name within a longer one is not what was meant.
      terms: terms.filter((one) => !terms.some((two) => within(one, two) && !within(two, one))),
      typed: asked.at(-1)?.to === atoms.length ? asked.at(-1) : undefined,
    };
  }

  // The terms that have this name: as it is, in the plural, or, if it is long, with another ending.
  #named(name) {
    return this.names.get(name) || this.names.get(name.replace(/s$/, "")) || (name.length > 5 && this.stems.get(stem(name))) || [];
  }

  // The terms of whose names a word that the course hardly uses may be the beginning, a clipped form, or a misspelling.
  #guess({ word, raw, han }) {
    const found = new Set();
    for (const [name, terms] of this.names) {
      const fits = han
        ? word.length > 1 && name[0] === word[0] && clipped(word, name)
        : raw.length > 3 && (name.startsWith(raw) || (raw.length > 5 && near(name, raw)));
      if (fits) terms.forEach((term) => found.add(term));
    }
    return [...found].slice(0, 6);
  }

  // What else a word may stand for: longer words while it is being typed, terms, and where it is unknown words like it.
  async #others(unit, exact, typed) {
    const { words, found } = await this.#shard(unit.word);
    const beginning = (start) => words.filter((word) => word.startsWith(start)).slice(0, 40);
    let others = [];
    // “Pricin” begins no word without its ending, “pric” is one.
    if (typed) others = beginning(unit.word);
    if (typed && !others.length && !unit.han) others = beginning(unit.word.replace(/in?$/, ""));
    others = others.map((word) => found.get(word));
    if (!exact || exact.sections.length < 6) {
      const terms = this.#guess(unit).map((term) => `#${term}`);
      const list = await this.#lists(terms);
      others.push(...terms.map(list));
    }
    if (!others.length && !exact && !unit.han && unit.word.length > 4) {
      others = words.filter((word) => word[0] === unit.word[0] && near(word, unit.word)).map((word) => found.get(word));
    }
    return others.filter((postings) => postings && postings !== exact);
  }

  async #lists(words) {
    const shards = await Promise.all(words.map((word) => this.#shard(word)));
    const lists = new Map(words.map((word, n) => [word, shards[n].found.get(word)]));
    return (word) => lists.get(word);
  }

  #rarity(count) {
    return Math.log(1 + (this.titles.length - count + 0.5) / (count + 0.5));
  }

  // For each section the share of the query that it holds; what only its group holds counts half.
  #shares(asked) {
    const shares = new Float32Array(this.titles.length);
    const groups = new Float32Array(this.titles.length);
    const whole = asked.reduce((sum, { weight }) => sum + weight, 0);
    for (const { sections, weight } of asked) {
      for (const section of sections) shares[section] += weight / whole;
      for (const group of new Set([...sections].map((section) => this.group[section]))) groups[group] += weight / whole;
    }
    return shares.map((share, section) => (share + groups[this.group[section]]) / 2);
  }

  // Of each group the best section is the result and the others stand below it; each of them raises it a little.
  #grouped(found) {
    const groups = new Map();
    for (const { section, score } of found.sort((one, two) => two.score - one.score)) {
      const first = groups.get(this.group[section]);
      if (first) first.score += (0.1 * score) / first.more.push(section);
      else groups.set(this.group[section], { section, score, more: [] });
    }
    return [...groups.values()].sort((one, two) => two.score - one.score);
  }

  // What to mark: words by their stems, terms by any of their names, the beginning of a word that is still being typed.
  #marks(units, longer, terms, typed) {
    return {
      stems: new Set(units.filter((unit) => !unit.han).map((unit) => unit.word)),
      names: new Set([
        ...units.filter((unit) => unit.han).map((unit) => unit.word),
        ...longer,
        ...terms.flatMap(({ term }) => this.meta.names[term].split(" ")),
      ]),
      start: typed && !typed.han && typed.raw.length > 2 ? typed.raw : "",
    };
  }

  // What a result shows: where it stands, what it is called, where it leads.
  describe(section) {
    const [url, lesson, page] = this.meta.pages[this.page[section]];
    return {
      url: url + (this.anchors[section] && `#${this.anchors[section]}`),
      lesson,
      page,
      chapter: this.titles[this.chapter[section]] || "",
      title: this.titles[section],
      level: +this.meta.levels[section],
    };
  }
}

// The places of a text to be marked, as [start, end], in order and without overlaps.
export function spans(text, { stems, names, start }) {
  const atoms = [];
  for (const match of text.matchAll(PIECE)) {
    if (isHan(match[0])) for (let n = 0; n < match[0].length; n++) atoms.push([match[0][n], match.index + n, match.index + n + 1]);
    else atoms.push([fold(match[0]), match.index, match.index + match[0].length]);
  }
  const found = [];
  for (let from = 0; from < atoms.length; from++) {
    const [word, first, end] = atoms[from];
    let last = stems.has(stem(word)) || (start && word.startsWith(start)) ? end : 0;
    let joined = "";
    for (let to = from; to < Math.min(atoms.length, from + LONGEST); to++) {
      joined += atoms[to][0];
      if (names.has(joined)) last = Math.max(last, atoms[to][2]);
    }
    const before = found.at(-1);
    if (last && before && first <= before[1]) before[1] = Math.max(before[1], last);
    else if (last) found.push([first, last]);
  }
  return found;
}
