// A film is a link until somebody asks to see it here: only then is its host contacted.
for (const figure of document.querySelectorAll("figure[data-video-src]")) {
  const link = figure.querySelector("a");
  link.setAttribute("role", "button");
  link.querySelector(".visually-hidden")?.remove();
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    play(figure, link);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    play(figure, link);
  });
}

function play(figure, link) {
  const address = new URL(figure.dataset.videoSrc);
  address.searchParams.set("autoplay", "1");
  const frame = document.createElement("iframe");
  frame.title = figure.dataset.videoTitle;
  frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
  // YouTube refuses to play without knowing the site; it learns the host, not the page.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address;
  link.replaceWith(frame);
  frame.focus();
}
