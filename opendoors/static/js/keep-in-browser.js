// Copies of unsaved texts in this browser, each person's under their own number: nobody is offered somebody else's.
const PREFIX = "opendoors:text:";
const KEPT_FOR = 30 * 24 * 3600 * 1000; // milliseconds

export class BrowserCopies {
  constructor({ user, store, content }) {
    this.person = `${PREFIX}${user}:`;
    this.form = `${this.person}${store}:${content || "new"}:`;
    this.prune();
  }

  // Whether the browser has taken it: storage may be full, or forbidden.
  write(tab, copy) {
    if (document.documentElement.dataset.signingOut) return false;
    try {
      localStorage.setItem(this.form + tab, JSON.stringify({ ...copy, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  remove(tab) {
    attempt(() => localStorage.removeItem(this.form + tab));
  }

  // Of this form in other tabs, open or long gone, newest first.
  list() {
    return keys(this.form)
      .map((key) => ({ ...read(key), tab: key.slice(this.form.length) }))
      .filter(({ values }) => values)
      .sort((one, other) => other.at - one.at);
  }

  prune() {
    for (const key of keys(this.person)) {
      if (!(Date.now() - read(key)?.at < KEPT_FOR)) attempt(() => localStorage.removeItem(key));
    }
  }
}

export function forget(user) {
  for (const key of keys(`${PREFIX}${user}:`)) attempt(() => localStorage.removeItem(key));
}

function keys(prefix) {
  return attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) ?? [];
}

function read(key) {
  return attempt(() => JSON.parse(localStorage.getItem(key)));
}

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
