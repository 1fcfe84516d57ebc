// The open tab's talk with the server: unsaved text a few seconds after it was typed, else a word that the tab lives.
import { post } from "./session.js";

const EVERY = 3000; // milliseconds between two texts at least
const SMALL = 40_000; // characters: browsers let a page that closes send 64 kB
const LONGEST = 60_000; // milliseconds between two attempts when nobody answers

export class Server {
  // `heard` is called with each answer: {state, kept, others}.
  constructor(config, describe, heard) {
    Object.assign(this, { config, describe, heard, waiting: null, sentAt: -Infinity, failures: 0, busy: false });
    this.plan();
  }

  // The newest text, to be sent soon.
  take(values) {
    this.waiting = { values, at: performance.now() };
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    if (!this.waiting && !this.config.content && !this.failures) return; // nothing to tell of what was never saved
    const calm = document.hidden ? this.config.everyInBackground : this.config.every;
    const pause = this.failures ? Math.min(EVERY * 2 ** (this.failures - 1), LONGEST) : this.waiting ? EVERY : calm;
    this.timer = setTimeout(() => this.send(), Math.max(0, this.sentAt + pause - performance.now()));
  }

  now() {
    this.sentAt = -Infinity;
    this.plan();
  }

  async flush() {
    while (this.busy) await new Promise((then) => setTimeout(then, 50));
    if (this.waiting) await this.send();
  }

  failed() {
    this.failures += 1;
    this.plan();
  }

  async send() {
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.sentAt = performance.now();
    const text = this.waiting;
    const answer = await post(this.config, this.message(text));
    this.busy = false;
    this.failures = answer.state === "alive" ? 0 : this.failures + 1;
    if (answer.state === "alive" || answer.state === "tooLarge") {
      if (this.waiting === text) this.waiting = null;
    }
    this.heard({ ...answer, text });
    this.plan();
  }

  message(text, more = {}) {
    const age = text ? Math.round((performance.now() - text.at) / 1000) : 0;
    return { ...this.describe(), values: text?.values ?? null, age, hidden: document.hidden, ...more };
  }

  // What another tab has left in this browser; answers whether it is still of use, null when nobody answered.
  async handOver({ tab, values, based_on, at }) {
    const age = Math.max(0, Math.round((Date.now() - at) / 1000));
    const message = { tab, values, based_on, age, content: this.config.content, changed: true, left_behind: true };
    const answer = await post(this.config, message);
    return answer.state === "alive" ? answer.kept : null;
  }

  // The last word of a page that closes; `saved`: its text is on its way already.
  farewell(saved) {
    const text = !saved && this.waiting && JSON.stringify(this.waiting.values).length < SMALL ? this.waiting : null;
    if (text || this.config.content) post(this.config, this.message(text, { closing: true }), { keepalive: true });
  }
}
