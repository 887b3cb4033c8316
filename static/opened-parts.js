// Ticks the part of a review that was opened, and remembers it until the window is closed: a comment on one part
// loads the screen anew.
addEventListener("DOMContentLoaded", () => {
  for (const part of document.querySelectorAll(".review__part")) {
    const box = part.querySelector("[name=opened]");
    if (!box) continue; // a set with one part shows it open
    const key = `opened ${box.value}`;
    const tick = () => {
      box.checked = true;
      sessionStorage.setItem(key, "yes");
    };
    if (part.open) tick();
    box.checked ||= sessionStorage.getItem(key) !== null;
    part.addEventListener("toggle", () => part.open && tick());
  }
});
