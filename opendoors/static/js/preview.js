// The draft as readers will see it, beside the form or in a tab; it follows what is typed, once that is kept.
const PAUSE = 1000; // milliseconds without a key before it is shown anew
const PATIENCE = 3000; // milliseconds that a tab waits for the newest words
const OPEN = "opendoors:preview";
const WIDTH = "opendoors:preview-width";

function start(aside) {
  const preview = new Preview(aside);
  const link = document.querySelector("[data-preview-tab]");
  for (const part of document.querySelectorAll("[data-preview-needs-script], [data-preview-open]")) part.hidden = false;
  link?.addEventListener("click", (event) => inTab(event, link));
  preview.button?.addEventListener("click", () => preview.toggle());
  if (recalled(OPEN) === "open" && preview.fits.matches) preview.open();
}

// What is typed goes to the server first; the tab is opened at once, because browsers allow that only at the click.
async function inTab(event, link) {
  if (!document.querySelector("input[name=_tab]")) return;
  const tab = window.open("", "_blank");
  if (!tab) return; // not allowed: the link leads there by itself
  event.preventDefault();
  await upToDate();
  tab.location = address(link.href);
}

async function upToDate() {
  const promises = [];
  document.dispatchEvent(new CustomEvent("text:wanted", { detail: promises }));
  await Promise.race([Promise.all(promises), new Promise((then) => setTimeout(then, PATIENCE))]);
}

function address(url, more = {}) {
  const full = new URL(url, location.href);
  const tab = document.querySelector("input[name=_tab]")?.value;
  if (tab) full.searchParams.set("tab", tab);
  for (const [name, value] of Object.entries(more)) full.searchParams.set(name, value);
  return full.href;
}

class Preview {
  constructor(aside) {
    this.aside = aside;
    this.stage = aside.querySelector("[data-preview-stage]");
    this.says = aside.querySelector("[data-preview-says]");
    this.button = document.querySelector("[data-preview-open]");
    this.fits = matchMedia("(min-width: 75rem)");
    this.width = Number(recalled(WIDTH)) || 360;
    for (const choice of this.choices()) choice.addEventListener("click", () => this.choose(choice));
    aside.querySelector("[data-preview-close]").addEventListener("click", () => this.toggle());
    new ResizeObserver(() => this.fit()).observe(this.stage);
    document.addEventListener("text:typed", () => this.typed());
    document.addEventListener("text:kept", () => this.plan());
  }

  choices() {
    return [...this.aside.querySelectorAll("[data-preview-width]")];
  }

  toggle() {
    if (this.frame) this.close();
    else this.open();
    remember(OPEN, this.frame ? "open" : "closed");
    this.button?.focus();
  }

  open() {
    this.show(true);
    this.frame = document.createElement("iframe");
    this.frame.title = this.stage.dataset.previewName;
    this.frame.addEventListener("load", () => this.loaded());
    this.stage.append(this.frame);
    this.fit();
    this.renew();
  }

  close() {
    this.show(false);
    this.frame.remove();
    this.frame = null;
  }

  show(is) {
    this.aside.hidden = !is;
    document.documentElement.classList.toggle("has-preview", is);
    this.button?.setAttribute("aria-expanded", is);
  }

  choose(choice) {
    this.width = Number(choice.dataset.previewWidth);
    remember(WIDTH, this.width);
    this.fit();
  }

  // A desktop's page is drawn as wide as it is there, and made smaller as a whole.
  fit() {
    for (const choice of this.choices()) {
      choice.setAttribute("aria-pressed", Number(choice.dataset.previewWidth) === this.width);
    }
    const scale = Math.min(1, this.stage.clientWidth / this.width) || 1;
    this.stage.style.setProperty("--preview-width", `${this.width}px`);
    this.stage.style.setProperty("--preview-scale", scale);
  }

  typed() {
    this.typedAt = performance.now();
    if (this.timer) this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(), Math.max(0, (this.typedAt ?? 0) + PAUSE - performance.now()));
  }

  async renew() {
    this.timer = null;
    if (!this.frame) return;
    this.top = this.frame.contentWindow?.scrollY ?? 0;
    this.frame.contentWindow.location.replace(address(this.aside.dataset.preview, { frame: 1 }));
  }

  loaded() {
    const page = this.frame.contentDocument;
    if (!page || page.URL === "about:blank") return;
    this.says.textContent = page.querySelector("[data-preview-told] strong")?.textContent ?? "";
    for (const link of page.querySelectorAll('a[href^="#"]')) link.target = "_self";
    this.frame.contentWindow.scrollTo({ top: this.top, behavior: "instant" });
  }
}

// Browsers may refuse to keep anything.
function recalled(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It is asked again next time.
  }
}

const panel = document.querySelector("[data-preview]");
if (panel) start(panel);
