// Keys in a grid of cells: Enter leads to the cell below, Shift+Enter to the one above, Ctrl+Enter too in a box of
// several lines. Cells that are only needed now and then are shown when they are.
{
  const grid = document.querySelector("form[data-grid]");
  const single = "input:not([type=hidden], [role=combobox]), select";

  const shownIn = (row, column, place) => {
    const cell = row?.querySelector(`[data-column="${column}"]`);
    const boxes = [...(cell?.querySelectorAll("input, select, textarea") ?? [])].filter((box) => box.checkVisibility?.() ?? true);
    return boxes[Math.min(place, boxes.length - 1)];
  };

  // Rows without this column, such as those in moderation, are passed over.
  const move = (box, by) => {
    const cell = box.closest("[data-column]");
    const rows = [...grid.querySelectorAll("tr")].filter((row) => shownIn(row, cell.dataset.column, 0));
    const next = rows[rows.indexOf(box.closest("tr")) + by];
    const target = shownIn(next, cell.dataset.column, 0);
    target?.focus();
    target?.select?.();
  };

  grid?.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.key !== "Enter" || !target.closest("[data-column]")) return;
    if (!target.matches(event.ctrlKey ? `${single}, textarea` : single)) return;
    event.preventDefault(); // the form is not sent from here
    move(target, event.shiftKey ? -1 : 1);
  });

  const showWhatIsNeeded = () => {
    for (const part of grid.querySelectorAll("[data-shown-when-changed]")) {
      const box = document.getElementById(part.dataset.shownWhenChanged);
      const before = grid.elements[`initial-${box.name}`];
      const own = part.querySelector("input:not([type=hidden]), textarea");
      const isChanged = part.dataset.shownFor
        ? part.dataset.shownFor.split(" ").includes(box.value)
        : box.value !== (before?.value ?? "");
      // An action that was saved without its words can't be submitted before it has some.
      const isNeeded = isChanged || "isNeeded" in part.dataset;
      part.hidden = !isNeeded && !own.value && !part.querySelector(".errorlist");
    }
  };
  // A new row below the last one, made from the empty one.
  window.addGridRow = () => {
    const total = grid.elements["items-TOTAL_FORMS"];
    const most = Number(grid.elements["items-MAX_NUM_FORMS"]?.value ?? 0);
    const empty = grid.querySelector("[data-empty-row]");
    if (!empty || Number(total.value) >= most) return null;
    const number = Number(total.value);
    const made = document.createElement("template");
    // Django made the empty row; only numbers are put in.
    made.innerHTML = empty.innerHTML.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
    grid.querySelector("table").append(made.content);
    total.value = number + 1;
    return grid.querySelector("[data-row]:last-of-type");
  };
  grid?.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
    const row = window.addGridRow();
    if (!row) return;
    event.preventDefault();
    row.querySelector("input").focus();
  });

  if (grid) {
    showWhatIsNeeded();
    grid.addEventListener("input", showWhatIsNeeded);
    // There is always an empty row to go on in: by keyboard the next stop would be the button that saves.
    grid.addEventListener("input", ({ target }) => {
      if (target.closest("[data-row]")?.matches(":last-of-type")) window.addGridRow();
    });
    window.addEventListener("pageshow", showWhatIsNeeded); // the browser may bring back what was typed
  }
}
