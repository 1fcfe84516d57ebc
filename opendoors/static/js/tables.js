// A register table is laid out as cards on a phone, and Safari then forgets that it is a table: its roles say so.
// They are set here, because in the page itself they would repeat what its elements mean (the HTML checker's word).
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };

for (const table of document.querySelectorAll("table.register")) {
  for (const element of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
    const name = element.localName;
    const header = element.scope?.startsWith("row") ? "rowheader" : "columnheader";
    element.setAttribute("role", name === "th" ? header : ROLES[name]);
  }
}
