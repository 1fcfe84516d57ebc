// Who else has this open: sentences of the server, shown as they come, and only spoken when they change.
export function showOthers(list, sentences) {
  const shown = [...list.children].map((item) => item.textContent);
  if (JSON.stringify(shown) === JSON.stringify(sentences)) return;
  list.replaceChildren(...sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  }));
}
