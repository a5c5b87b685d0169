// The form of an item: rows without a round trip, and what each language lacks while somebody writes. Without script the
// form has empty rows, and a button that saves and adds more.

const form = document.querySelector("#item-form");

for (const button of form.querySelectorAll("button[data-add]")) {
  const rows = form.querySelector(`[data-rows=${button.dataset.add}]`);
  if (!rows.querySelector("[data-row]")) continue;
  button.hidden = false;
  button.addEventListener("click", () => addRow(rows));
}

/** Adds an empty copy of the last row under the next number, and puts the cursor into it. */
function addRow(rows) {
  const last = [...rows.querySelectorAll("[data-row]")].at(-1);
  const row = last.cloneNode(true);
  const number = Number(last.querySelector("[name]").name.match(/-(\d+)-/)[1]);
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll(`-${number}-`, `-${number + 1}-`));
    }
    if (element.type === "checkbox") element.checked = false;
    else if ("value" in element && element.name) element.value = element.name.endsWith("-id") ? "0" : "";
  }
  rows.append(row);
  for (const field of row.querySelectorAll("input:not([type=hidden]), textarea")) {
    if (field.offsetParent && !field.name.endsWith("-place")) return field.focus();
  }
}

/** Counts for each language the texts that are written in another one only. */
function countGaps() {
  const gaps = { nl: 0, fr: 0, en: 0, de: 0 };
  for (const text of form.querySelectorAll(".told")) {
    const fields = [...text.querySelectorAll("[data-tongue]")];
    const isWritten = (part) => part.querySelector("input, textarea").value.trim() !== "";
    if (!fields.some(isWritten)) continue;
    for (const part of fields) if (!isWritten(part)) gaps[part.dataset.tongue] += 1;
  }
  for (const [tongue, count] of Object.entries(gaps)) {
    const shown = form.querySelector(`[data-gap=${tongue}]`);
    shown.hidden = count === 0;
    shown.querySelector("b").textContent = count;
  }
}

form.addEventListener("input", countGaps);
