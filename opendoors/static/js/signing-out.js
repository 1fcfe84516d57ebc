// Who signs out leaves no text behind in this browser; the server keeps what it has, for them alone.
import { forget } from "./keep-in-browser.js";

const user = document.querySelector("script[data-signing-out-user]").dataset.signingOutUser;
const page = document.documentElement.dataset;

document.querySelector("#logout-form")?.addEventListener("submit", () => {
  page.signingOut = "yes";
});
// Asked whether to leave unsaved changes, they have stayed.
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => delete page.signingOut, { capture: true });
}
window.addEventListener("pagehide", () => {
  if (page.signingOut) forget(user);
});
