// The original beside its translation: folded on a phone; the paragraph that is being written is marked in it.
// The two are aligned by order, anew after each heading of the same kind.
const NARROW = matchMedia("(width < 64rem)"); // as in beside.css
const HEADING = /^h[2-6]$/;

for (const beside of document.querySelectorAll("[data-beside]")) {
  const details = beside.querySelector("details");
  if (NARROW.matches) details.open = false;
  const parts = [...details.querySelectorAll("[data-tag]")];
  const area = beside.querySelector("textarea");
  if (parts.length > 1 && area) follow(parts, area);
}

function follow(parts, area) {
  const { CKEDITOR } = window;
  if (!CKEDITOR) return;
  const start = (editor) => {
    if (editor.element.$ !== area) return;
    editor.on("selectionChange", () => show(parts, place(parts, editor)));
    editor.on("blur", () => show(parts, null));
  };
  Object.values(CKEDITOR.instances).filter(({ status }) => status === "ready").forEach(start);
  CKEDITOR.on("instanceReady", ({ editor }) => start(editor));
}

// The part of the original that stands where the cursor is.
function place(parts, editor) {
  const path = editor.elementPath();
  const top = path && path.elements[path.elements.length - 2]; // the last one is the whole page
  if (!top) return null;
  const own = blocks(editor);
  const number = own.indexOf(top.$);
  return number < 0 ? null : counterpart(own.map(({ tagName }) => tagName.toLowerCase()), parts.map(tag), number);
}

function show(parts, number) {
  for (const [at, part] of parts.entries()) part.classList.toggle("beside__part--here", at === number);
  if (number === null) return;
  const box = parts[number].closest("[role=region]");
  const { offsetTop, offsetHeight } = parts[number];
  const top = offsetTop - box.offsetTop;
  // Only the box is scrolled: the page stays where somebody writes.
  if (top < box.scrollTop || top + offsetHeight > box.scrollTop + box.clientHeight) {
    box.scrollTop = top - box.clientHeight / 3;
  }
}

// Where in `other` stands what stands at `number` in `one`; both are names of tags in their order.
export function counterpart(one, other, number) {
  let heading = number;
  while (heading >= 0 && !HEADING.test(one[heading])) heading -= 1;
  const before = one.slice(0, heading + 1).filter((name) => HEADING.test(name)).length;
  const starts = [-1, ...other.flatMap((name, at) => (HEADING.test(name) ? [at] : []))];
  if (before >= starts.length) return null;
  const end = starts[before + 1] ?? other.length;
  const found = starts[before] + number - heading;
  return found < end ? Math.max(found, 0) : end > 0 ? end - 1 : null;
}

function tag(part) {
  return part.dataset.tag;
}

function blocks(editor) {
  return [...editor.editable().$.children].filter((element) => !element.hasAttribute("data-cke-temp"));
}
