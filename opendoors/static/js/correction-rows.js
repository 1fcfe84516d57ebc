// Corrections as rows of a date and a text, in the place of the box that holds them as lines; the box is what is sent.
const LINE = /^(\d{4}-\d{2}-\d{2})(?:\s+(.*))?$/;

for (const box of document.querySelectorAll("textarea[data-corrections]")) start(box);

function start(box) {
  const words = box.dataset;
  const rows = document.createElement("ul");
  const add = button(words.add, () => append(today()).querySelector("[type=text]").focus());
  const group = document.createElement("div");
  group.className = "corrections";
  group.role = "group";
  group.ariaLabel = box.labels[0]?.textContent ?? "";
  const described = box.getAttribute("aria-describedby");
  if (described) group.setAttribute("aria-describedby", described);
  group.append(rows, add);
  for (const line of box.value.split("\n").filter((line) => line.trim())) {
    const [, day = "", text = ""] = LINE.exec(line.trim()) ?? [line, "", line.trim()];
    append(day, text);
  }
  box.hidden = true;
  box.after(group);
  // Heard here before the form hears of it, so that what keeps unsaved text finds the new one in the box.
  for (const kind of ["input", "change"]) group.addEventListener(kind, write);

  function append(day, text = "") {
    const row = document.createElement("li");
    const remove = button(words.remove, () => {
      row.remove();
      write();
      add.focus();
    });
    row.append(input("date", day, words.day), input("text", text, words.text), remove);
    rows.append(row);
    return row;
  }

  function write() {
    const lines = [...rows.children].map((row) => [...row.querySelectorAll("input")].map((field) => field.value.trim()));
    box.value = lines.filter(([, text]) => text).map((line) => line.join(" ")).join("\n");
  }
}

function input(type, value, label) {
  const field = document.createElement("input");
  return Object.assign(field, { type, value, ariaLabel: label });
}

function button(label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  made.addEventListener("click", act);
  return made;
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
