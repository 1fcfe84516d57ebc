// Says in words what is kept and since when; aloud only when something else is to be said.
const STEPS = [["second", 60], ["minute", 60], ["hour", 24], ["day", Infinity]];
const NEEDS_SIGNING_IN = ["sessionOver", "sessionOverUnkept", "otherPerson"];

export class Status {
  constructor(config) {
    this.texts = config.texts;
    this.signIn = config.signIn;
    this.told = document.querySelector("[data-keeping-told]");
    this.spoken = document.querySelector("[data-keeping-spoken]");
    this.banner = document.querySelector("[data-keeping-banner]");
    this.words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });
    setInterval(() => this.show(), 1000);
  }

  // `name` of a text; `since` in milliseconds of this page's clock, where the text tells when; `file`: one is chosen.
  say(name, { since = null, file = false } = {}) {
    const isNew = name !== this.name && this.name !== undefined;
    Object.assign(this, { name, since, file });
    this.show();
    if (isNew && name !== "changed") this.spoken.textContent = this.told.textContent;
    if (name === "keptNowhere") this.warn(name);
    this.told.parentElement.dataset.keepingStatus = name;
  }

  show() {
    if (!this.name) return;
    const text = this.texts[this.name].replace("{when}", this.when(this.since));
    this.told.textContent = this.file ? `${text} ${this.texts.file}` : text;
  }

  when(since) {
    let number = Math.max(1, Math.round((performance.now() - since) / 1000));
    for (const [unit, size] of STEPS) {
      if (number < size) return this.words.format(-number, unit);
      number = Math.floor(number / size);
    }
    return "";
  }

  // Loudly, on top, until `calm()`; with a way to sign in where that helps.
  warn(name) {
    if (this.warning === name) return;
    this.warning = name;
    const text = document.createElement("p");
    text.textContent = this.texts[name];
    if (NEEDS_SIGNING_IN.includes(name)) {
      const link = Object.assign(document.createElement("a"), { href: this.signIn, target: "_blank", rel: "noopener" });
      link.textContent = this.texts.signIn;
      text.append(" ", link, ". ", this.texts.thenSave);
    }
    this.banner.replaceChildren(text);
  }

  // The server answers, and knows who this is.
  calm() {
    if (NEEDS_SIGNING_IN.includes(this.warning)) {
      this.warn("signedInAgain");
    } else if (this.warning && this.warning !== "signedInAgain") {
      this.warning = null;
      this.banner.replaceChildren();
    }
  }
}
