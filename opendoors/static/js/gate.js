// Leads from a finding of the publish gate to its place: the field, or in the editor the very words, picture or table.
// Without this script the same links lead to the field.
const panel = document.querySelector("#gate");

panel?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gate-place]");
  if (!link) return;
  const id = `id_${link.dataset.gatePlace}`;
  const editor = window.CKEDITOR?.instances[id];
  if (editor?.status === "ready" && editor.mode === "wysiwyg") {
    event.preventDefault();
    showInEditor(editor, link.dataset);
    return;
  }
  const field = document.getElementById(id);
  if (!field) return;
  event.preventDefault();
  field.closest("details:not([open])")?.setAttribute("open", "");
  // A choice with a search box hides the field itself.
  const shown = field.nextElementSibling?.querySelector(".select2-selection") ?? field;
  shown.scrollIntoView({ block: "center" });
  shown.focus();
});

function showInEditor(editor, { gateTags, gateNumber, gateWords, gateWithin }) {
  const root = editor.editable().$;
  editor.focus();
  const range = gateTags ? aroundElement(root, gateTags, Number(gateNumber), gateWords) : aroundWords(root, gateWords, gateWithin);
  if (range) bringIntoSight(editor, select(editor, range));
}

// Its frame scrolls by itself, and the page around it does not follow.
function bringIntoSight(editor, element) {
  element.scrollIntoView({ block: "center" });
  const frame = editor.window.getFrame().$.getBoundingClientRect();
  const { top, height } = element.getBoundingClientRect();
  window.scrollBy({ top: frame.top + top + height / 2 - window.innerHeight / 2, behavior: "instant" });
}

function select(editor, range) {
  const found = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : null;
  const element = found ?? range.startContainer.childNodes[range.startOffset];
  const widget = editor.widgets?.getByElement(new window.CKEDITOR.dom.element(element));
  if (widget) {
    widget.focus();
  } else {
    const inside = new window.CKEDITOR.dom.range(editor.editable());
    inside.setStart(new window.CKEDITOR.dom.node(range.startContainer), range.startOffset);
    inside.setEnd(new window.CKEDITOR.dom.node(range.endContainer), range.endOffset);
    editor.getSelection().selectRanges([inside]);
  }
  return element;
}

// The one that says the same; of several, or if none does, the one with this number. What the editor adds does not count.
function aroundElement(root, tags, number, words) {
  const all = [...root.querySelectorAll(tags)].filter((element) => !element.closest(".cke_reset, .cke_widget_drag_handler_container"));
  const same = words ? all.filter((element) => said(element) === words) : [];
  const element = same.length === 1 ? same[0] : (all[number] ?? same[0]);
  if (!element) return null;
  const range = document.createRange();
  const text = element.tagName === "TABLE" || element.tagName === "IMG" ? null : element;
  if (text?.textContent) range.selectNodeContents(text);
  else range.selectNode(element);
  return text?.textContent ? inTexts(root, range) : range;
}

function said(element) {
  return element.getAttribute("data-cke-saved-src") ?? element.getAttribute("src") ?? plain(element.textContent);
}

function plain(text) {
  return text.replace(/\s+/gu, " ").trim();
}

// A range from the first to the last of the text within another.
function inTexts(root, range) {
  const texts = textsOf(root).filter((text) => range.intersectsNode(text) && text.data);
  if (!texts.length) return range;
  const inner = document.createRange();
  inner.setStart(texts[0], 0);
  inner.setEnd(texts.at(-1), texts.at(-1).length);
  return inner;
}

function textsOf(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

// Words are looked for as they are read: over the borders of elements, with any white space as one space.
function aroundWords(root, words, within) {
  const read = [];
  for (const text of textsOf(root)) {
    [...text.data].reduce((offset, letter) => {
      const space = /\s/u.test(letter);
      if (!space || read.at(-1)?.letter !== " ") read.push({ text, offset, letter: space ? " " : letter });
      return offset + letter.length;
    }, 0);
  }
  const letters = read.map(({ letter }) => letter);
  const outer = indexOf(letters, [...plain(within || words)], 0);
  const start = indexOf(letters, [...plain(words)], Math.max(outer, 0));
  if (start < 0) return null;
  const [first, last] = [read[start], read[start + [...plain(words)].length - 1]];
  const range = document.createRange();
  range.setStart(first.text, first.offset);
  range.setEnd(last.text, last.offset + last.letter.length);
  return range;
}

function indexOf(letters, wanted, from) {
  for (let start = from; start + wanted.length <= letters.length; start += 1) {
    if (wanted.every((letter, place) => letters[start + place] === letter)) return start;
  }
  return -1;
}
