// Makes what is in a locked form readable and not changeable, by keyboard and for screen readers, too: Wagtail
// only takes the mouse from it, and the site would refuse what was typed.
//
// Nothing is disabled: “Withdraw submission” sends the form, and a browser leaves out what is.
const CONTROLS = "select, button:not([aria-controls]), [type=checkbox], [type=radio], [type=file], [role=combobox]";

const makeReadOnly = (parts) => {
  for (const field of parts.querySelectorAll("input:not([type=hidden]), textarea")) field.readOnly = true;
  // What folds and unfolds a part stays: it changes nothing.
  for (const control of parts.querySelectorAll(CONTROLS)) control.setAttribute("aria-disabled", "true");
  for (const text of parts.querySelectorAll("[contenteditable=true]")) {
    text.setAttribute("contenteditable", "false");
    text.setAttribute("aria-readonly", "true");
    text.tabIndex = 0;
  }
};

const refuse = (event) => {
  if (event.key === "Tab" || !event.target.closest("[aria-disabled=true]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};

document.addEventListener("DOMContentLoaded", () => {
  if (!document.body.classList.contains("content-locked")) return;
  for (const parts of document.querySelectorAll("form[data-edit-form] :is(.tab-content, .change-panel)")) {
    makeReadOnly(parts);
    for (const kind of ["keydown", "mousedown", "click"]) parts.addEventListener(kind, refuse, true);
    // Blocks and rich text come a moment later.
    new MutationObserver(() => makeReadOnly(parts)).observe(parts, {
      attributeFilter: ["contenteditable"],
      childList: true,
      subtree: true,
    });
  }
});
