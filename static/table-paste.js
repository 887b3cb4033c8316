// Fills a Table block with a table that is pasted from Word, Excel or a page into any of its boxes, and adds one
// to a body for a table that is pasted into its running text. It needs word-paste.js.
{
  const name = "wagtail.contrib.typed_table_block.blocks.TypedTableBlock";
  const words = (text) => text.trim().replace(/\s+/g, " ");

  const rowsOf = (clipboard) => {
    const content = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    window.removeDeletedText(content);
    const table = content.querySelector("table");
    if (table) return window.wordsOfTable(table);
    const lines = clipboard.getData("text/plain").split(/\r?\n/).filter((line) => line.trim());
    return lines.some((line) => line.includes("\t")) ? lines.map((line) => line.split("\t").map(words)) : [];
  };

  const stateOf = ([headings, ...rows], caption) => {
    const width = Math.max(headings.length, ...rows.map((row) => row.length));
    const fill = (cells) => Array.from({ length: width }, (_, column) => cells[column] ?? "");
    return {
      caption,
      columns: fill(headings).map((heading) => ({ type: "text", heading })),
      rows: rows.map((row) => ({ values: fill(row) })),
    };
  };

  class TableDefinition extends window.telepath.constructors[name] {
    render(...options) {
      const table = super.render(...options);
      const box = table.container[0];
      const note = document.createElement("p");
      note.className = "paste-note";
      note.setAttribute("role", "status");
      box.append(note);
      box.addEventListener(
        "paste",
        (event) => {
          const rows = rowsOf(event.clipboardData);
          if (!rows.length) return;
          event.preventDefault();
          event.stopImmediatePropagation();
          if (table.columns.length) {
            note.textContent = "This table has content, so nothing was pasted. Paste into a new Table block.";
            return;
          }
          table.setState(stateOf(rows, table.captionInput.value));
          box.dispatchEvent(new Event("change", { bubbles: true })); // there is something to save
          note.textContent = `Pasted: headings and ${rows.length - 1} more row${rows.length === 2 ? "" : "s"}.`;
        },
        true,
      );
      return table;
    }
  }

  window.telepath.register("pages.content.blocks.Table", TableDefinition);

  class BodyDefinition extends window.telepath.constructors["wagtail.blocks.StreamBlock"] {
    render(...options) {
      const stream = super.render(...options);
      stream.container[0].addEventListener("pages:table-pasted", (event) => {
        const index = stream.children.findIndex((child) => child.element.contains(event.target));
        if (index < 0) return;
        event.preventDefault(); // it is taken
        const empty = stream.blockDef.initialChildStates.table;
        stream.insert({ type: "table", value: { ...empty, table: stateOf(event.detail, "") } }, index + 1);
        stream.container[0].dispatchEvent(new Event("change", { bubbles: true })); // there is something to save
      });
      return stream;
    }
  }

  window.telepath.register("pages.content.blocks.Body", BodyDefinition);
}
