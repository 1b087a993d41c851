// Lets Material's search wait until somebody searches, and gives it the index of the page's language only. Material's script
// asks for one index of the whole site (megabytes) on every page and offers no way to ask later, so its request is held here.
// A classic script, loaded before Material's.
(() => {
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const wanted = new Promise((resolve) => {
    addEventListener("focusin", (event) => event.target.matches('[data-md-component="search-query"]') && resolve());
  });

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.isSearchIndex = String(url).endsWith("search/search_index.json");
    open.call(this, method, this.isSearchIndex ? String(url).replace("search_index", language) : url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.isSearchIndex) wanted.then(() => send.apply(this, body));
    else send.apply(this, body);
  };
})();
