// The reader's own storage. It may be blocked, full or damaged: then nothing is remembered, and nothing else suffers.
const PREFIX = "gtm-course.";

export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
    return true;
  } catch {
    return false;
  }
}

// Calls back when another tab has written or cleared this, and when a page comes back from the browser's memory, where it
// has missed such news.
export function watch(name, tell) {
  addEventListener("storage", (event) => (event.key === null || event.key === PREFIX + name) && tell());
  addEventListener("pageshow", (event) => event.persisted && tell());
}

// The names that begin like this, in order.
export function kept(beginning) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + beginning)).map((key) => key.slice(PREFIX.length)).sort();
  } catch {
    return [];
  }
}
