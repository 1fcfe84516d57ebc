// Suggestions below a search box while somebody types: an editable combobox with a list, by the ARIA Authoring
// Practices. Without this script the box is a plain form, and Enter sends it with this script too.
const PAUSE = 150; // milliseconds without a keystroke
const SHORTEST = 2;

for (const form of document.querySelectorAll("[data-suggest]")) attach(form);

function attach(form) {
  const box = form.elements.q;
  const list = add(form, "div", { class: "suggestions", id: `${box.id}-suggestions`, role: "listbox" });
  const status = add(form, "p", { class: "visually-hidden", role: "status" });
  let active = -1;
  let timer = 0;
  let request = null;

  list.hidden = true;
  list.setAttribute("aria-label", form.dataset.suggestions);
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });
  box.addEventListener("input", () => {
    stop();
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => event.isComposing || press(event));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", leave);
  box.addEventListener("blur", leave);
  form.addEventListener("submit", leave);

  async function ask() {
    const words = box.value.trim();
    if (words.length < SHORTEST) return close();
    request = new AbortController();
    const { signal } = request;
    try {
      const response = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal });
      if (!response.ok) throw new Error(response.status);
      show(await response.json());
    } catch {
      if (!signal.aborted) close(); // without an answer the form still works
    }
  }

  function show({ suggestions, told }) {
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = told;
    choose(-1);
  }

  function option({ url, parts, note, language }, place) {
    const link = add(null, "a", { href: url, id: `${list.id}-${place}`, role: "option", tabindex: "-1" });
    if (language) link.lang = language;
    for (const [text, isMatch] of parts) link.append(isMatch ? Object.assign(add(null, "mark"), { textContent: text }) : text);
    link.append(" ");
    add(link, "span", { lang: document.documentElement.lang }).textContent = note;
    return link;
  }

  function press(event) {
    const { key } = event;
    const last = list.children.length - 1;
    if (key === "Escape" && !list.hidden) {
      event.preventDefault(); // a search box would be emptied
      leave();
    } else if (key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    } else if (key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      if (list.hidden) open();
      choose(active < last ? active + 1 : 0);
    } else if (key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(active > 0 ? active - 1 : last);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) choose(-1); // back to the text
  }

  function choose(place) {
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === place)));
    active = place;
    if (place < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[place].id);
    return list.children[place].scrollIntoView({ block: "nearest" });
  }

  function open() {
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
  }

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    status.textContent = "";
    choose(-1);
  }

  function leave() {
    stop();
    close();
  }
}

function add(parent, name, attributes = {}) {
  const made = document.createElement(name);
  set(made, attributes);
  parent?.append(made);
  return made;
}

function set(element, attributes) {
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
}
