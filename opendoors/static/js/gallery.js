// The pictures of a gallery, large, one at a time, in a dialogue of the page. Without this each opens by itself.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  if (window.HTMLDialogElement) start(gallery);
}

function start(gallery) {
  const links = [...gallery.querySelectorAll("figure > a")];
  let viewer = null;
  links.forEach((link, number) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      viewer ??= new Viewer(gallery, links);
      viewer.open(number);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  });
}

class Viewer {
  constructor(gallery, links) {
    this.links = links;
    const part = gallery.querySelector("template").content.cloneNode(true);
    this.dialog = part.querySelector("dialog");
    this.figure = document.createElement("figure");
    this.place = part.querySelector("output");
    this.dialog.append(this.figure);
    gallery.append(part);
    this.dialog.addEventListener("click", ({ target }) => this.clicked(target));
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    // The browser gives the focus back to what had it: that is where the last picture stands in the text.
    this.dialog.addEventListener("close", () => this.links[this.number].focus());
  }

  open(number) {
    this.show(number);
    this.dialog.showModal();
  }

  show(number) {
    const { links } = this;
    this.number = (number + links.length) % links.length;
    const link = links[this.number];
    const small = link.querySelector("img");
    const large = new Image(small.getAttribute("width"), small.getAttribute("height"));
    large.alt = small.alt;
    large.src = link.href;
    const caption = link.parentElement.querySelector("figcaption")?.cloneNode(true);
    this.figure.replaceChildren(...[large, caption].filter(Boolean));
    this.place.value = `${this.number + 1}\u00a0/\u00a0${links.length}`;
  }

  clicked(target) {
    if (target === this.dialog) this.dialog.close(); // beside the picture
    else if (target.value) this.show(this.number + Number(target.value));
  }

  pressed(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const isMirrored = getComputedStyle(this.dialog).direction === "rtl";
    this.show(this.number + (isMirrored ? -step : step));
  }
}
