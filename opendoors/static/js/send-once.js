// A second click while the first is on its way would meet the article that the first has just made, and be refused.

const PATIENCE = 10_000; // milliseconds; after that the first is taken for lost

let sent = -Infinity;

window.addEventListener("submit", (event) => {
  if (event.defaultPrevented) {
    return;
  }
  if (event.timeStamp - sent < PATIENCE) {
    event.preventDefault();
  } else {
    sent = event.timeStamp;
  }
});

window.addEventListener("pageshow", () => {
  sent = -Infinity;
});
