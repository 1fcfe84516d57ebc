// Partners that the text names, beside the fields that link them: one click links one, and new ones are looked for
// while somebody writes. Without this script there are boxes to tick, which count on saving.
const PAUSE = 1500; // milliseconds without a keystroke
const AGAIN = 15_000; // after a failure
const TEXTS = ["title", "lead", "cover_caption"];

const box = document.querySelector("[data-recognition]");
const form = box?.closest("form");
const part = (name) => box.querySelector(`[data-recognition-${name}]`);
// What was dismissed stays so over any number of saves, as long as the tab is open and its storage is not forbidden.
const DISMISSED = `dismissed ${window.location.pathname}`;
const stored = (act) => {
  try { return act(window.sessionStorage); } catch { return null; }
};
const dismissed = new Set(JSON.parse(stored((storage) => storage.getItem(DISMISSED)) ?? "[]"));
let proposals = [];
let asked = "";
let timer = 0;
let request = null;

if (form) {
  proposals = JSON.parse(document.querySelector("#recognition-proposals").textContent);
  for (const field of form.querySelectorAll("select[multiple]")) {
    window.django.jQuery(field).on("change", show); // select2 speaks in jQuery's events only
  }
  form.addEventListener("input", ({ target }) => TEXTS.includes(target.name) && changed());
  part("list").addEventListener("click", act);
  followEditor();
  show();
}

function followEditor() {
  const { CKEDITOR } = window;
  const follow = (editor) => editor.element.$.form === form && editor.on("change", changed);
  Object.values(CKEDITOR?.instances ?? {}).filter((editor) => editor.status === "ready").forEach(ready);
  CKEDITOR?.on("instanceReady", ({ editor }) => ready(editor));
  if (!CKEDITOR) form.elements.body?.addEventListener("input", changed);

  function ready(editor) {
    follow(editor);
    asked ||= JSON.stringify(texts()); // what the server has read already
  }
}

function texts() {
  const body = window.CKEDITOR?.instances.id_body;
  const found = Object.fromEntries(TEXTS.map((name) => [name, form.elements[name]?.value ?? ""]));
  return { ...found, body: body?.status === "ready" ? body.getData() : (form.elements.body?.value ?? "") };
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

async function ask() {
  const found = texts();
  const now = JSON.stringify(found);
  if (now === asked) return;
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  try {
    proposals = await answer(found, signal);
    asked = now;
    show();
  } catch (error) {
    if (signal.aborted) return;
    say(error.told ?? box.dataset.saysFailed);
    if (error.told) asked = now;
    else timer = setTimeout(ask, AGAIN);
  }
}

async function answer(found, signal) {
  const body = new FormData();
  Object.entries(found).forEach(([name, value]) => body.append(name, value));
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const response = await fetch(box.dataset.recognition, { method: "POST", body, headers, signal, redirect: "error" });
  const { proposals: named, error } = await response.json();
  if (error) throw Object.assign(new Error(error), { told: error });
  return named;
}

function field(proposal) {
  return form.elements[proposal.key.split(":")[0]];
}

function isLinked(proposal) {
  const key = proposal.key.split(":")[1];
  return [...field(proposal).selectedOptions].some(({ value }) => value === key);
}

function show() {
  const linked = proposals.filter(isLinked);
  const open = proposals.filter((proposal) => !linked.includes(proposal) && !dismissed.has(proposal.key));
  part("list").replaceChildren(...open.map(item));
  part("linked").hidden = !linked.length;
  part("linked").querySelector("span").textContent = linked.map(({ label }) => label).join("; ");
  say(open.length ? `${box.dataset.saysSome} ${open.length}` : box.dataset.saysNone);
}

function say(words) {
  // Only news is news to a screen reader.
  if (part("status").textContent.trim() !== words) part("status").textContent = words;
}

function item(proposal) {
  const made = box.querySelector("template").content.cloneNode(true).firstElementChild;
  made.dataset.key = proposal.key;
  made.querySelector("strong").textContent = proposal.label;
  made.querySelector(".recognition-kind").textContent = `· ${proposal.kind}`;
  for (const words of proposal.words) {
    const quoted = document.createElement("q");
    quoted.textContent = words;
    made.querySelector(".recognition-words").append(quoted);
  }
  for (const button of made.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${proposal.label}`);
  }
  return made;
}

function act({ target }) {
  const button = target.closest("[data-act]");
  const made = button?.closest("li");
  if (!made) return;
  const place = [...made.parentElement.children].indexOf(made);
  const proposal = proposals.find(({ key }) => key === made.dataset.key);
  if (button.dataset.act === "dismiss") {
    dismissed.add(proposal.key);
    stored((storage) => storage.setItem(DISMISSED, JSON.stringify([...dismissed])));
  } else link(proposal);
  show();
  // The focus stays where the work goes on.
  const left = part("list").querySelectorAll(`[data-act="${button.dataset.act}"]`);
  (left[Math.min(place, left.length - 1)] ?? part("status")).focus();
}

function link(proposal) {
  const select = field(proposal);
  const key = proposal.key.split(":")[1];
  const known = [...select.options].find(({ value }) => value === key);
  if (known) known.selected = true;
  else select.append(new Option(proposal.label, key, true, true));
  window.django.jQuery(select).trigger("change");
}
