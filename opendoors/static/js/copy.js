// “Copy” for a box, or for words that stand somewhere on the page: shown only where it works.

for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  box.addEventListener("focus", () => box.select?.());
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    box.select?.();
    await navigator.clipboard.writeText(box.value ?? box.textContent.trim());
    button.textContent = button.dataset.copied;
  });
}
