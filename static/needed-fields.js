// Says beside a field that it is needed before the page can be submitted, as soon as another field makes it so:
// a reason with “Does not accept”, a source with a wording.
{
  const wordsFor = (part) => {
    const label = part.querySelector("label, legend")?.textContent.replace("*", "").trim();
    return `Fill in ${label ? `“${label}”` : "this"} before you submit.`;
  };

  const isInLaterRow = (part) => {
    const row = part.closest("[data-inline-panel-child]");
    const rows = [...(row?.parentElement.children ?? [])].filter((each) => each.matches("[data-inline-panel-child]:not(.deleted)"));
    return rows.indexOf(row) > 0;
  };

  const fieldBeside = (field, name) => field.form.elements[field.name.replace(/[^-]*$/, name)];

  const isMadeNeeded = (part, field) => {
    const { neededWhen, neededFor, neededUnless, neededAfterFirst } = part.dataset;
    if (neededUnless && fieldBeside(field, neededUnless)?.checked) return false;
    if (neededAfterFirst !== undefined && isInLaterRow(part)) return true;
    if (!neededWhen) return true;
    const other = fieldBeside(field, neededWhen);
    const value = other?.type === "checkbox" ? (other.checked ? "on" : "") : other?.value.trim();
    const values = neededFor.split(" ").filter(Boolean);
    return Boolean(value) && (!values.length || values.includes(value));
  };

  const isFilledIn = (part, field) => {
    const chooser = part.querySelector("multiple-chooser");
    return chooser ? Boolean(chooser.querySelector(":checked")) : Boolean(field.value.trim());
  };

  const showWhatIsNeeded = () => {
    for (const part of document.querySelectorAll("[data-needed-when]")) {
      const field = part.querySelector("input, textarea, select");
      if (!field?.form) continue;
      let hint = part.querySelector(".needed-field");
      if (!hint) {
        hint = document.createElement("p");
        hint.className = "needed-field";
        // It is there before it has words, so that they are read out.
        hint.setAttribute("role", "status");
        part.append(hint);
      }
      const text = !isFilledIn(part, field) && isMadeNeeded(part, field) ? wordsFor(part) : "";
      if (hint.textContent !== text) hint.textContent = text;
    }
  };

  const show = () => requestAnimationFrame(showWhatIsNeeded);
  addEventListener("DOMContentLoaded", showWhatIsNeeded);
  addEventListener("input", showWhatIsNeeded);
  addEventListener("change", showWhatIsNeeded);
  // A button may add a row, delete one or move it.
  addEventListener("click", show);
}
