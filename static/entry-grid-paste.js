// Puts rows that are pasted from Word or Excel into the cells of a grid, and says what it could not place. It needs
// word-paste.js.
//
// The columns follow the headings of the pasted table, if it has any; else they follow each other from the cell on
// that has the focus. The rows of a grid by number are found by the column of numbers, if there is one; else they
// follow each other, too.
{
  const grid = document.querySelector("form[data-grid]");
  const byNumber = grid?.dataset.grid === "by-number";
  const news = grid?.querySelector("[data-grid-news]");

  const words = (text) => text.replace(/\u00a0/g, " ").split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n");
  const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const numberOf = (text) => words(text).match(/^(?:rec(?:ommendation)?|action|part|no|number)?\.?\s*(\d{1,3}(?:\.\d{1,3})?[a-z]?)\.?$/i)?.[1].toLowerCase();

  // Headings that tables of forces have, by column.
  const HEADINGS = {
    number: /^(#|no|nr|number|rec|recno|ref|reference|recommendation(no|number)?|item)$/,
    title: /^(title|shorttitle|recommendationtitle|subject)$/,
    summary: /^(what(it)?asks?(for)?|recommendationtext|summary)$/,
    addressees: /^(addressees?|addressedto|for|to|who|owner|responsible)$/,
    deadline: /^(deadline|due(date|by)?|by(when)?|target(date)?|timescale)$/,
    position: /^(position|response|decision)$/,
    status: /^(status|state|progressstatus|rag)$/,
    due: /^(due(date|by)?|deadline|target(date)?|by(when)?)$/,
    as_at: /^(asat|date|update(d|date)|dateofupdate)$/,
    text: /^(update|progress(update)?|text|narrative|comments?|whathashappened)$/,
  };

  // A copied cell of several lines stands in quotation marks in the plain text.
  const linesOf = (text) => {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (letter !== '"') row[row.length - 1] += letter;
        else if (text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
        else quoted = false;
      } else if (letter === '"' && row[row.length - 1] === "") quoted = true;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") row[row.length - 1] += letter;
    }
    return rows;
  };

  const textOf = (cell) => {
    for (const end of cell.querySelectorAll("br, p, li, div")) end.after("\n");
    return words(cell.textContent.replace(/[\r\t]/g, " ").replace(/([^\n])\n(?=[^\n])/g, "$1\n"));
  };

  const tableOf = (clipboard) => {
    const content = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    const deleted = window.removeDeletedText(content);
    const table = content.querySelector("table");
    const plain = clipboard.getData("text/plain");
    const rows = table
      ? [...table.rows].map((row) => [...row.cells].flatMap((cell) => [textOf(cell), ...Array(cell.colSpan - 1).fill("")]))
      : plain.includes("\t") || byNumber === false ? linesOf(plain).map((row) => row.map(words)) : [];
    return { deleted, rows: rows.filter((row) => row.some(Boolean)) };
  };

  const columnsOf = (row) => [...row.querySelectorAll("[data-column]:not([data-column=left-out])")].map((cell) => cell.dataset.column);
  const rowsOf = () => [...grid.querySelectorAll("[data-row]")];
  const boxesIn = (row, column) =>
    [...row.querySelectorAll(`[data-column="${column}"]`)].map((cell) => cell.querySelector(":scope > :is(input:not([type=hidden]), select, textarea), :scope > .partial-date input, :scope > multiple-chooser")).filter(Boolean);

  const headingColumns = (first, columns) => {
    const found = first.map((text) => columns.find((column) => HEADINGS[column]?.test(letters(text))));
    const known = found.filter(Boolean);
    return new Set(known).size === known.length && known.length >= Math.min(2, first.length) ? found : null;
  };

  const set = (box, value) => {
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Chooses the organisations that the value names; words that name none are the report's own.
  const putOrganisations = (chooser, value, undo) => {
    const named = (text) => chooser.boxes.find((box) => letters(chooser.nameOf(box)) === letters(text));
    const parts = named(value) ? [value] : value.split(/[;\n]|, | and /).map((part) => part.trim()).filter(Boolean);
    const found = parts.map(named);
    if (!found.every(Boolean)) {
      const printed = chooser.closest("td").querySelector("[name$=addressees_printed]");
      return put(printed, printed.value && printed.value !== value ? `${printed.value}; ${value}` : value, undo);
    }
    for (const box of found.filter((each) => !each.checked)) {
      chooser.set(box, true, "");
      undo.push(() => chooser.set(box, false, ""));
    }
    return true;
  };

  // Returns whether the value fits the cell.
  const put = (box, value, undo) => {
    if (box.localName === "multiple-chooser") return putOrganisations(box, value, undo);
    const before = box.value;
    if (box.localName === "select") {
      const typed = letters(value);
      const option = [...box.options].find(({ label }) => letters(label) && (letters(label) === typed || typed === `${letters(label)}d`));
      if (!option) return false;
      set(box, option.value);
    } else if (box.closest("td").dataset.column === "number") set(box, numberOf(value) ?? value);
    else set(box, box.localName === "textarea" ? value : value.replace(/\n/g, " "));
    undo.push(() => set(box, before));
    return true;
  };

  const tell = (placed, lost, deleted, undo) => {
    const list = document.createElement("ul");
    for (const text of lost) {
      const item = document.createElement("li");
      item.textContent = text;
      list.append(item);
    }
    const head = document.createElement("p");
    head.textContent =
      `${placed} cell${placed === 1 ? "" : "s"} filled in.` +
      (deleted ? " Text marked as deleted, and comments, were left out." : "") +
      (lost.length ? " Not placed:" : "");
    news.replaceChildren(head, ...(lost.length ? [list] : []));
    if (!placed) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = "Undo the paste";
    button.addEventListener("click", () => {
      for (const step of undo.reverse()) step();
      news.textContent = "What you pasted is taken out again.";
    });
    news.append(button);
  };

  const targetRow = (row, numberAt, index, startRow) => {
    const all = rowsOf();
    if (numberAt < 0) {
      const place = all.indexOf(startRow) + index;
      return all[place] ?? window.addGridRow?.() ?? null;
    }
    const number = numberOf(row[numberAt]);
    const found = number ? all.filter((each) => each.dataset.number.toLowerCase() === number) : [];
    // A report may have a recommendation and an action of the same number.
    const kind = words(row[numberAt]).match(/^(action|part)/i)?.[1].toLowerCase() ?? "recommendation";
    return (found.length > 1 ? found.find((each) => each.dataset.kind === kind) : found[0]) ?? null;
  };

  const paste = (event) => {
    const cell = event.target.closest?.("[data-column]");
    if (!cell) return;
    const { rows, deleted } = tableOf(event.clipboardData);
    if (!rows.length || (rows.length === 1 && rows[0].length === 1)) return; // as ever
    event.preventDefault();
    const startRow = cell.closest("[data-row]");
    const columns = [...new Set(rowsOf().flatMap(columnsOf))];
    const known = byNumber ? ["number", "title", "summary", ...columns] : columns;
    const headings = headingColumns(rows[0], known);
    const body = headings ? rows.slice(1) : rows;
    const width = Math.max(...rows.map((row) => row.length));
    let numberAt = -1;
    if (byNumber) {
      numberAt = headings ? headings.indexOf("number") : -1;
      for (let at = 0; !headings && numberAt < 0 && at < width; at += 1) {
        const filled = body.map((row) => row[at]).filter(Boolean);
        const numbers = filled.filter((text) => numberOf(text) && rowsOf().some((row) => row.dataset.number.toLowerCase() === numberOf(text)));
        if (numbers.length && numbers.length * 2 > body.length) numberAt = at;
      }
    }
    // Without headings the columns follow each other from the cell on that has the focus.
    let next = columns.indexOf(cell.dataset.column);
    const places = headings
      ? Array.from({ length: width }, (_, at) => headings[at])
      : Array.from({ length: width }, (_, at) => (at === numberAt ? "number" : columns[next++]));
    const [undo, lost] = [[], []];
    let placed = 0;
    body.forEach((row, index) => {
      const target = targetRow(row, numberAt, index, startRow);
      const name = numberAt >= 0 ? `“${row[numberAt]}”` : `row ${index + 1} of what you pasted`;
      row.forEach((value, at) => {
        const column = places[at];
        if (!value || (byNumber && ["number", "title", "summary"].includes(column))) return;
        const boxes = target && column ? boxesIn(target, column) : [];
        if (!target) lost.push(`${name}: there is no row for it here: ${value}`);
        else if (!column) lost.push(`${name}: there is no column for it here: ${value}`);
        else if (!boxes.length) lost.push(`${name}: the cell cannot be changed here: ${value}`);
        else if (boxes.length > 1) lost.push(`${name} has several actions, choose yourself: ${value}`);
        else if (put(boxes[0], value, undo)) placed += 1;
        else lost.push(`${name}: not one of the choices: ${value}`);
      });
    });
    tell(placed, lost, deleted, undo);
  };

  grid?.addEventListener("paste", paste);
}
