// One open form: what of its text is kept where, and what is said about it.
import { Server } from "./keep-on-server.js";
import { showOthers } from "./presence.js";

const SOON = 800; // milliseconds from a change to its copy in the browser
const ON_ITS_WAY = 10_000; // milliseconds; a form sent that long ago and still here was not sent
const IN_BROWSER = {
  silent: "keptInBrowser",
  tooLarge: "tooLarge",
  over: "keptTillSignedIn",
  other: "keptTillSignedIn",
  refused: "keptRefused",
};

export class Keeper {
  constructor(form, config, { state, copies, status }) {
    Object.assign(this, { form, config, state, copies, status, tab: config.tab, changed: config.changed });
    this.others = document.querySelector("[data-keeping-others]");
    this.inBrowser = null; // {ok, at}, once something was typed
    this.onServer = null;
    this.server = new Server(config, () => this.describe(), (answer) => this.heard(answer));
  }

  describe() {
    const { content, broughtBack } = this.config;
    return { tab: this.tab, content, based_on: this.basedOn, changed: this.changed, settled: broughtBack ? [broughtBack] : [] };
  }

  get basedOn() {
    return this.form.elements._based_on?.value || this.config.basedOn;
  }

  schedule() {
    this.announce("typed");
    this.timer ??= setTimeout(() => this.keep(), SOON);
  }

  keep() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.leaving) return;
    const values = this.state.values();
    const text = JSON.stringify(values);
    this.changed = this.state.differs(values);
    if (text !== this.text && (this.changed || this.inBrowser)) {
      this.text = text;
      const ok = this.changed && this.copies.write(this.tab, { values, based_on: this.basedOn });
      if (!this.changed) this.copies.remove(this.tab);
      this.inBrowser = { ok, at: performance.now() };
      this.server.take(values);
    }
    this.tell();
  }

  heard({ state, kept, others, binned, text }) {
    if (state === "alive") {
      if (kept === false && !this.leaving) this.renew();
      else if (text) this.onServer = { ok: true, at: text.at };
      if (kept && text) this.announce("kept");
      if (others) showOthers(this.others, others);
      if (binned) this.status.warn("binned");
      else this.status.calm();
    } else {
      this.onServer = { ok: false, why: state, at: this.onServer?.at };
      if (state !== "silent") this.warn(state);
    }
    this.tell();
  }

  // For whoever shows what is being written.
  announce(what) {
    document.dispatchEvent(new CustomEvent(`text:${what}`));
  }

  // Resolves when what is typed is on the server, or nobody answers there.
  async flush() {
    this.keep();
    await this.server.flush();
  }

  // The form was not sent, because nobody would have taken it.
  refused(state) {
    this.warn(state === "silent" ? "noAnswer" : state);
    this.server.failed();
    this.tell();
  }

  warn(state) {
    if (state === "over") this.status.warn(this.inBrowser?.ok === false ? "sessionOverUnkept" : "sessionOver");
    if (state === "other") this.status.warn("otherPerson");
    if (state === "refused" || state === "noAnswer") this.status.warn(state);
  }

  lookedAt() {
    if (!document.hidden && this.server.failures) this.server.now();
    else this.server.plan();
  }

  // The text goes on under a name of its own: that of before was saved, thrown away, or left by the back button.
  renew() {
    this.copies.remove(this.tab);
    this.tab = this.form.elements._tab.value = crypto.randomUUID();
    this.text = null;
    this.leaving = this.server.stopped = false;
    this.schedule();
  }

  // The form is on its way; should the page still be here much later, it was not.
  leave() {
    this.leaving = this.server.stopped = true;
    this.tell();
    setTimeout(() => {
      this.leaving = this.server.stopped = false;
      this.server.plan();
      this.tell();
    }, ON_ITS_WAY);
  }

  close() {
    if (!this.leaving) this.keep();
    this.server.farewell(this.leaving);
  }

  tell() {
    const file = this.state.hasFiles();
    const { savedSeconds } = this.config;
    if (this.leaving) this.status.say("saving");
    else if (this.changed || file) this.status.say(this.whatIsKept(), { since: this.keptAt(), file });
    else if (savedSeconds === null) this.status.say("nothing");
    else this.status.say("saved", { since: -savedSeconds * 1000 });
  }

  whatIsKept() {
    const { inBrowser, onServer } = this;
    if (!inBrowser || !onServer) return "changed";
    if (onServer.ok) return inBrowser.ok ? "kept" : "keptOnServer";
    if (inBrowser.ok) return IN_BROWSER[onServer.why];
    return ["silent", "tooLarge"].includes(onServer.why) ? "keptNowhere" : "onPageAlone";
  }

  keptAt() {
    return this.inBrowser?.ok ? this.inBrowser.at : this.onServer?.at;
  }
}
