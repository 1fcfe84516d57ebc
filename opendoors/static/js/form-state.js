// What a form holds, as it would be sent, and whether that differs from what it held when it was opened.
const NOT_KEPT = ["file", "password", "submit", "button", "reset", "image"];

export class FormState {
  constructor(form, { changed = false } = {}) {
    this.form = form;
    this.changedFromTheStart = changed; // shown again with errors, or brought back: it was never saved
    this.opened = this.values();
    this.eachEditor((editor) => {
      // The editor writes the same text in its own way: that is where its changes count from.
      this.opened[editor.element.$.name] = [editor.getData()];
    });
  }

  values() {
    const values = {};
    for (const element of this.form.elements) {
      if (!isKept(element)) continue;
      values[element.name] ??= [];
      values[element.name].push(...given(element));
    }
    return values;
  }

  // Whether these values have to be kept.
  differs(values) {
    return this.changedFromTheStart || JSON.stringify(values) !== JSON.stringify(this.opened);
  }

  hasFiles() {
    return [...this.form.elements].some((element) => element.type === "file" && element.files.length > 0);
  }

  hasChanged() {
    return this.hasFiles() || this.differs(this.values());
  }

  // Calls `then` soon after whatever may have changed something; more often than needed does no harm.
  onEdit(then) {
    for (const kind of ["input", "change", "click", "keyup"]) this.form.addEventListener(kind, then);
    // The boxes of relations tell of their changes through jQuery alone.
    window.django?.jQuery?.(this.form).on("change", then);
    this.eachEditor((editor) => editor.on("change", then));
  }

  // Calls `then` with each editor of the form once it is ready.
  eachEditor(then) {
    const { CKEDITOR } = window;
    if (!CKEDITOR) return;
    const mine = (editor) => editor.element.$.form === this.form;
    Object.values(CKEDITOR.instances).filter((editor) => mine(editor) && editor.status === "ready").forEach(then);
    CKEDITOR.on("instanceReady", ({ editor }) => mine(editor) && then(editor));
  }
}

function isKept(element) {
  const { name, type, disabled } = element;
  return name && !name.startsWith("_") && name !== "csrfmiddlewaretoken" && !disabled && !NOT_KEPT.includes(type);
}

function given(element) {
  if (element.type === "checkbox" || element.type === "radio") return element.checked ? [element.value] : [];
  if (element.type === "select-multiple") return [...element.selectedOptions].map((option) => option.value);
  const editor = Object.values(window.CKEDITOR?.instances ?? {}).find(({ element: under }) => under.$ === element);
  return [editor?.status === "ready" ? editor.getData() : element.value];
}
