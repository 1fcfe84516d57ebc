// On a picture's form a click on the picture sets the focal point; without this the two numbers do.
const holder = document.querySelector("[data-focal-point]");
const [x, y] = ["focal_x", "focal_y"].map((name) => document.querySelector(`#id_${name}`));

if (holder && x && y) {
  const mark = document.createElement("span");
  mark.className = "focal-mark";
  holder.append(mark);
  holder.classList.add("focal-holder");

  const show = () => {
    mark.style.insetInlineStart = `${x.value}%`;
    mark.style.insetBlockStart = `${y.value}%`;
  };
  holder.addEventListener("click", (event) => {
    const box = holder.getBoundingClientRect();
    x.value = percent(event.clientX - box.left, box.width);
    y.value = percent(event.clientY - box.top, box.height);
    show();
  });
  x.addEventListener("input", show);
  y.addEventListener("input", show);
  show();
}

function percent(part, whole) {
  return Math.min(100, Math.max(0, Math.round((100 * part) / whole)));
}
