// Tells the styles how high the buttons at the foot of the form are, so that these never cover the change note.
addEventListener("DOMContentLoaded", () => {
  const footer = document.querySelector(".footer");
  if (!footer) return;
  const measure = () => document.body.style.setProperty("--footer-height", `${footer.offsetHeight}px`);
  new ResizeObserver(measure).observe(footer);
});
