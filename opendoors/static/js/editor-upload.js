// Pictures in the editor: sent with the form's token, awaited before the form is saved, refused in plain words.
const { CKEDITOR } = window;

if (CKEDITOR) {
  // HTML allows groups of terms in a list of figures; the editor's table of nesting is older and would tear them apart.
  CKEDITOR.dtd.dl.div = 1;
  Object.assign(CKEDITOR.dtd.div, { dt: 1, dd: 1 });
  CKEDITOR.on("instanceCreated", ({ editor }) => wire(editor));
  Object.values(CKEDITOR.instances).forEach(wire);
}

function wire(editor) {
  const form = editor.element.$.form;
  const texts = editor.element.$.closest("[data-editor]")?.dataset ?? {};

  editor.on("fileUploadRequest", ({ data: { fileLoader: loader } }) => {
    loader.xhr.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    // Before CKEditor shows its own "HTTP error 403".
    loader.once("error", () => { loader.message = refusal(loader.xhr) ?? loader.message; }, null, null, 1);
  }); // at 10: CKEditor opens the request at 5 and sends it at 999
  editor.on("paste", (event) => {
    const { html, dropped } = withoutForeignPictures(event.data.dataValue, texts.editorMedia);
    event.data.dataValue = html;
    if (dropped) editor.showNotification(texts.editorForeign, "warning");
  });
  form?.addEventListener("submit", (event) => {
    if (!isUploading(editor)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.showNotification(texts.editorWait, "warning");
  }, { capture: true });
}

function isUploading(editor) {
  return editor.uploadRepository.loaders.some((loader) => ["created", "loading", "loaded", "uploading"].includes(loader.status));
}

function refusal(xhr) {
  try {
    return JSON.parse(xhr.responseText).error.message;
  } catch {
    return null;
  }
}

// The server keeps only pictures of our own library; one of another site would vanish on saving, so it goes at once and
// aloud. Pictures that the clipboard holds itself (data:, blob:) are uploaded; ours, copied from a page, are ours again.
function withoutForeignPictures(html, media) {
  const page = new DOMParser().parseFromString(html, "text/html");
  let changed = false;
  let dropped = 0;
  for (const picture of page.querySelectorAll("img:not([data-cke-realelement])")) {
    const source = picture.getAttribute("src") ?? "";
    if (/^(data:|blob:)/.test(source) || source.startsWith(media)) continue;
    changed = true;
    if (source.startsWith(location.origin + media)) {
      picture.setAttribute("src", source.slice(location.origin.length));
    } else {
      picture.remove();
      dropped += 1;
    }
  }
  return { html: changed ? page.body.innerHTML : html, dropped };
}
