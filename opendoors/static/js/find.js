// Ctrl-K, on a Mac ⌘K, leads to the box that finds everything in the admin, from wherever one is on the page.
const box = document.querySelector("#find");
const told = document.querySelector("[data-find-key]");
const isMac = /mac|iphone|ipad/i.test(navigator.platform);

if (box) {
  if (isMac) told.textContent = "⌘K";
  told.hidden = false;
  document.addEventListener("keydown", (event) => {
    const { key, code, altKey, shiftKey, ctrlKey, metaKey } = event;
    // On a keyboard with other letters than Latin ones, the key that bears the K.
    const isK = /^[a-z]$/i.test(key) ? key.toLowerCase() === "k" : code === "KeyK";
    if (!isK || altKey || shiftKey || !(isMac ? metaKey : ctrlKey)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
