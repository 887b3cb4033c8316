// Makes what is in a locked form readable and not changeable, by keyboard and for screen readers, too: Wagtail
// only takes the mouse from it, and the site would refuse what was typed.
const makeReadOnly = (parts) => {
  for (const field of parts.querySelectorAll("input, textarea")) {
    if (field.matches("[type=checkbox], [type=radio], [type=file], [role=combobox]")) field.disabled = true;
    else if (field.type !== "hidden") field.readOnly = true;
  }
  // What folds and unfolds a part stays: it changes nothing.
  for (const control of parts.querySelectorAll("select, button:not([aria-controls])")) control.disabled = true;
  for (const text of parts.querySelectorAll("[contenteditable=true]")) {
    text.setAttribute("contenteditable", "false");
    text.setAttribute("aria-readonly", "true");
    text.tabIndex = 0;
  }
};

document.addEventListener("DOMContentLoaded", () => {
  if (!document.body.classList.contains("content-locked")) return;
  for (const parts of document.querySelectorAll("form[data-edit-form] :is(.tab-content, .change-panel)")) {
    makeReadOnly(parts);
    // Blocks and rich text come a moment later.
    new MutationObserver(() => makeReadOnly(parts)).observe(parts, {
      attributeFilter: ["contenteditable"],
      childList: true,
      subtree: true,
    });
  }
});
