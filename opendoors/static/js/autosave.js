// Keeps what is typed until it is saved: in this browser every second, on the server every few. Wires the parts together.
import { FormState } from "./form-state.js";
import { BrowserCopies } from "./keep-in-browser.js";
import { Keeper } from "./keeper.js";
import { Status } from "./keeping-status.js";
import { ask, guard } from "./session.js";

const COPIES = 5; // handed over at most when the form is opened

const holder = document.querySelector("[data-keeping]");
if (holder) start(holder.closest("form"), JSON.parse(document.querySelector("#keeping").textContent));

function start(form, config) {
  const state = new FormState(form, config);
  const copies = new BrowserCopies(config);
  const keeper = new Keeper(form, config, { state, copies, status: new Status(config) });

  // A browser that goes back or reloads would put what was typed into a form of the newest text, and saving that would
  // take back what others have saved since. What was not saved is offered instead.
  form.autocomplete = "off";
  if (form.elements._based_on && config.basedOn) form.elements._based_on.value = config.basedOn;
  keeper.schedule();
  document.addEventListener("text:wanted", ({ detail }) => detail.push(keeper.flush()));
  state.onEdit(() => keeper.schedule());
  saveByKeys(form, state);
  guard(form, async () => {
    keeper.keep();
    const { state: session, status } = await ask(config);
    if (session === "alive" || status) return true; // an error of the server's own is better seen than hidden
    keeper.refused(session);
    return false;
  }, () => keeper.leave());
  window.addEventListener("beforeunload", (event) => {
    if (!keeper.leaving && state.hasChanged()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => keeper.close());
  window.addEventListener("pageshow", ({ persisted }) => persisted && keeper.renew());
  window.addEventListener("online", () => keeper.server.now());
  for (const kind of ["focus", "visibilitychange"]) window.addEventListener(kind, () => keeper.lookedAt(), true);
  handOver(copies, keeper, config);
}

// Ctrl-S, or Cmd-S where that is the custom; in the editor too, which is a page of its own.
function saveByKeys(form, state) {
  const save = () => form.requestSubmit(form.querySelector("[type=submit][name=_save]"));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyS") return;
    event.preventDefault();
    save();
  });
  state.eachEditor((editor) => {
    editor.addCommand("saveForm", { exec: save, modes: { wysiwyg: 1, source: 1 }, editorFocus: false, canUndo: false });
    editor.setKeystroke(window.CKEDITOR.CTRL + 83, "saveForm");
  });
}

// What a crash, or an evening without a connection, has left in this browser: the server compares it and offers it.
async function handOver(copies, keeper, config) {
  const left = copies.list().filter(({ tab }) => ![config.tab, config.broughtBack].includes(tab)).slice(0, COPIES);
  let isNews = false;
  for (const copy of left) {
    const kept = await keeper.server.handOver(copy);
    if (kept === false) copies.remove(copy.tab);
    isNews ||= kept === true && !document.querySelector(`[data-offer="${copy.tab}"]`);
  }
  if (isNews && !config.changed) await renewOffers();
}

async function renewOffers() {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const offers = page.querySelector("[data-keeping-offers]");
  if (offers) document.querySelector("[data-keeping-offers]").replaceWith(offers);
}
