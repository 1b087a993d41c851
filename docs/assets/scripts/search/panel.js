// The search dialog: what is typed, what is found, and the ways through it by keyboard.
const AT_ONCE = 6; // as many passages as a browser fetches at the same time
const MORE = 3;
const LONGEST = 60; // letters of a query that is said again
const PAUSE = 150; // milliseconds without a key before all passages are fetched and the count is said

const zh = document.documentElement.lang.startsWith("zh");
const texts = zh
  ? {
      hint: "可以输入中文、英文或缩写，比如“客户画像”“NRR”“怎么给老客户涨价”。",
      loading: "正在取索引……",
      count: (n) => `找到 ${n} 处`,
      none: (query) => `没有找到“${query}”。`,
      tips: ["换一个更短或更常见的词", "试试缩写或英文名：CAC、churn、payback", "一次只问一件事"],
      terms: "翻一翻术语 A–Z",
      other: "到英文版里搜",
      offline: "现在取不到搜索的索引，可能断网了。",
      retry: "再试一次",
      more: (n) => `再显示 ${n} 处`,
      between: " · ",
      width: 84,
    }
  : {
      hint: "Type a word, an abbreviation, or a question, such as “NRR”, “go to market”, or “how to raise prices”.",
      loading: "Fetching the index…",
      count: (n) => `${n} ${n === 1 ? "result" : "results"}`,
      none: (query) => `Nothing was found for “${query}”.`,
      tips: ["Try a shorter or more common word", "Try an abbreviation or another name: CAC, churn, payback", "Ask for one thing at a time"],
      terms: "Look through the terms, A–Z",
      other: "Search the Chinese edition",
      offline: "The index of the search cannot be fetched now; the network may be down.",
      retry: "Try again",
      more: (n) => `Show ${n} more`,
      between: " · ",
      width: 180,
    };

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export class Panel {
  constructor(dialog, search, spans, base) {
    this.dialog = dialog;
    this.search = search;
    this.spans = spans;
    this.base = base;
    this.input = dialog.querySelector("[name=q]");
    this.status = dialog.querySelector(".search-status");
    this.output = dialog.querySelector(".search-output");
    this.share = dialog.querySelector(".search-share");
    // A half-composed word is no query: an input method says when it is done.
    this.input.addEventListener("input", (event) => event.isComposing || this.ask());
    this.input.addEventListener("compositionend", () => this.ask());
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      // Where keys are on the screen, this one puts them away.
      if (matchMedia("(hover: none)").matches) this.input.blur();
      else this.follow();
    });
    dialog.addEventListener("keydown", (event) => this.steer(event));
    // A result may lie on this very page.
    this.output.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
    this.ask();
  }

  // Answers what now stands in the field; only the latest question is answered.
  async ask() {
    const query = this.input.value.trim();
    if (query === this.asked) return this.answer;
    this.asked = query;
    clearTimeout(this.pause);
    this.share.hidden = !query;
    this.share.href = `?q=${encodeURIComponent(query)}`;
    this.answer = this.find(query);
    return this.answer;
  }

  async find(query) {
    const current = () => query === this.asked;
    if (!query) {
      this.show(texts.hint);
      this.search.open().catch(() => current() && this.fail());
      return;
    }
    if (!this.search.meta) this.show(texts.loading);
    try {
      const { results, asks, marks } = await this.search.search(query);
      if (!current()) return;
      if (results.length) this.list(results, marks);
      else if (asks) this.nothing(query);
      else this.show(texts.hint);
    } catch (error) {
      console.warn(error);
      if (current()) this.fail();
    }
  }

  show(message, ...elements) {
    this.status.textContent = message;
    this.replace(...elements);
  }

  // Results of the last letters may come when the reader has already stepped into those of the first: the focus stays there.
  replace(...elements) {
    const at = this.stops().indexOf(document.activeElement);
    this.output.replaceChildren(...elements);
    if (at > 0) this.stops().slice(0, at + 1).at(-1).focus();
  }

  // What the arrow keys lead through.
  stops() {
    return [this.input, ...this.output.querySelectorAll("a, button:not([hidden])")];
  }

  fail() {
    this.asked = undefined;
    const button = make("button", "search-more-button", texts.retry);
    button.type = "button";
    button.addEventListener("click", () => {
      this.input.focus();
      this.ask();
    });
    this.show(texts.offline, button);
  }

  nothing(query) {
    const tips = make("ul", "", ...texts.tips.map((tip) => make("li", "", tip)));
    const terms = make("a", "", texts.terms);
    terms.href = `${this.base}${zh ? "" : "en/"}glossary/`;
    tips.append(make("li", "", terms));
    if (/[\u3400-\u9fff]/.test(query) !== zh) {
      const other = make("a", "", texts.other);
      other.href = `${this.base}${zh ? "en/" : ""}?q=${encodeURIComponent(query)}`;
      tips.append(make("li", "", other));
    }
    this.show(texts.none(query.length > LONGEST ? `${query.slice(0, LONGEST)}…` : query), tips);
  }

  list(results, marks) {
    const items = make("ol", "search-results");
    const button = make("button", "search-more-button");
    button.type = "button";
    let shown = 0;
    const page = () => {
      const next = results.slice(shown, shown + AT_ONCE).map((result) => this.item(result, marks));
      items.append(...next.map(({ item }) => item));
      shown += next.length;
      const left = Math.min(AT_ONCE, results.length - shown);
      button.hidden = !left;
      button.textContent = texts.more(left);
      return next;
    };
    button.addEventListener("click", () => {
      const next = page();
      next[0].item.querySelector("a").focus();
      this.passages(next, marks);
    });
    const first = page();
    this.replace(items, button);
    this.output.parentElement.scrollTop = 0;
    // While somebody is typing, neither many requests nor an announcement for every letter.
    this.passages(first.splice(0, 1), marks);
    this.pause = setTimeout(async () => {
      this.status.textContent = texts.count(results.length);
      await this.passages(first, marks);
      this.fetchRest();
    }, PAUSE);
  }

  item({ section, more }, marks) {
    const link = (at, className) => {
      const { url, title } = this.search.describe(at);
      const anchor = this.marked("a", className, title, marks);
      anchor.href = this.base + url;
      return anchor;
    };
    const { lesson, page, chapter, level } = this.search.describe(section);
    const where = [lesson, level > 1 && page, chapter].filter(Boolean).join(texts.between);
    const passage = make("p", "search-passage");
    const item = make("li", "search-result", link(section, "search-link"), passage);
    if (where) item.prepend(make("p", "search-where", where));
    if (more.length) item.append(make("p", "search-also", ...more.slice(0, MORE).map((at) => link(at))));
    return { item, section, passage };
  }

  // Shows the passages; where one cannot be fetched the result stands without.
  passages(items, marks) {
    const show = async ({ section, passage }) => {
      const text = await this.search.text(section);
      passage.replaceWith(this.marked("p", "search-passage", this.excerpt(text, marks), marks));
    };
    return Promise.allSettled(items.map(show));
  }

  // The part of a text, about two lines long, in which most of the words stand together.
  excerpt(text, marks) {
    const found = this.spans(text, marks);
    let [best, start] = [0, 0];
    for (const [from] of found) {
      const near = found.filter(([begin, end]) => begin >= from && end <= from + texts.width);
      const worth = new Set(near.map(([begin, end]) => text.slice(begin, end).toLowerCase())).size + 0.01 * near.length;
      if (worth > best) [best, start] = [worth, from];
    }
    const line = text.lastIndexOf("\n", start) + 1;
    const sentence = Math.max(text.lastIndexOf("。", start), text.lastIndexOf(". ", start)) + 1;
    const ahead = [line, sentence].filter((at) => start - at < texts.width / 2);
    const from = ahead.length ? Math.max(...ahead) : Math.max(0, start - (texts.width >> 3));
    let piece = text.slice(from, from + texts.width);
    // No word is cut in two.
    if (!ahead.length) piece = piece.replace(/^[\w’'-]+/, "");
    const more = from + texts.width < text.length;
    if (more) piece = piece.replace(/[\w’'-]+$/, "");
    return (ahead.length ? "" : "…") + piece.trim().replaceAll("\n", " ") + (more ? "…" : "");
  }

  marked(name, className, text, marks) {
    const element = make(name, className);
    let at = 0;
    for (const [start, end] of this.spans(text, marks)) {
      element.append(text.slice(at, start), make("mark", "", text.slice(start, end)));
      at = end;
    }
    element.append(text.slice(at));
    return element;
  }

  // After the first results the rest of the words is fetched, unless the reader saves data.
  fetchRest() {
    if (this.resting || navigator.connection?.saveData) return;
    this.resting = true;
    this.search.rest().catch(() => (this.resting = false));
  }

  // Enter in the field leads to the first result, as soon as there is one.
  async follow() {
    await this.ask();
    this.output.querySelector(".search-results a")?.click();
  }

  steer(event) {
    if (event.isComposing) return;
    // A search field would swallow the first Escape to empty itself.
    if (event.key === "Escape") {
      event.preventDefault();
      this.dialog.close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = this.stops();
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
  }
}
