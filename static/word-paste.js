// Cleans what is pasted into a rich text editor, which by itself takes in text that Word marks as deleted, and
// tears tables apart without a word. Where a body can hold a table (table-paste.js), one becomes a Table block.

// Takes out of a document what Word marks as deleted, and its comments; returns how many pieces.
window.removeDeletedText = (content) => {
  const deleted = content.querySelectorAll(
    "del, s, strike, .msoDel, [style*='line-through'], [style*='mso-element:comment'], .MsoCommentReference, .msocomanchor",
  );
  for (const element of deleted) element.remove();
  return deleted.length;
};

// Returns the words of each cell of a table, row by row. A cell that is as wide as several is followed by empty ones.
window.wordsOfTable = (table) => {
  // Paragraphs of one cell do not run together.
  for (const end of table.querySelectorAll("p, div, li, br")) end.after(" ");
  const words = (cell) => cell.textContent.trim().replace(/\s+/g, " ");
  return [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [words(cell), ...Array(cell.colSpan - 1).fill("")]),
  );
};

{
  const linesOf = (rows) =>
    rows.map((row) => {
      const line = document.createElement("p");
      line.textContent = row.join(" | ").replace(/( \| )+$/, "");
      return line;
    });

  const tell = (editor, words) => {
    const place = editor.closest("[data-field-input], .w-field__input") ?? editor;
    place.querySelector(".paste-note")?.remove();
    const note = document.createElement("p");
    note.className = "paste-note";
    note.setAttribute("role", "status");
    place.append(note);
    requestAnimationFrame(() => { note.textContent = words; }); // a change within it is what is read out
  };

  const paste = (event) => {
    const editor = event.target.closest?.(".public-DraftEditor-content");
    const html = event.clipboardData?.getData("text/html");
    if (!editor || !html || html.includes("data-draftjs-conductor-fragment")) return; // or copied from an editor
    const content = new DOMParser().parseFromString(html, "text/html");
    const deleted = window.removeDeletedText(content);
    const tables = [...content.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
    if (!deleted && !tables.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // The last first, because each goes to the place right below the text.
    const asLines = tables.reverse().filter((table) => {
      const rows = window.wordsOfTable(table);
      const pasted = new CustomEvent("pages:table-pasted", { bubbles: true, cancelable: true, detail: rows });
      const isTaken = rows.length > 1 && !editor.dispatchEvent(pasted);
      table.replaceWith(...(isTaken ? [] : linesOf(rows)));
      return !isTaken;
    });
    const cleaned = new DataTransfer();
    cleaned.setData("text/html", content.body.innerHTML);
    cleaned.setData("text/plain", content.body.textContent);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: cleaned, bubbles: true, cancelable: true }));
    const news = [];
    if (deleted) news.push("Text marked as deleted, and comments, were left out.");
    if (tables.length > asLines.length) news.push("The table is in a Table block below: give it a caption.");
    if (asLines.length) {
      news.push(
        "A table was pasted as lines of text, one for each row. To keep it as a table, undo this, " +
          "add a Table block and paste it there.",
      );
    }
    tell(editor, news.join(" "));
  };

  document.addEventListener("paste", paste, true);
}
