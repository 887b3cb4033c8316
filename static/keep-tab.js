// Opens the form at the tab in which its draft was saved, unless an error decides on another.
{
  const kept = sessionStorage.getItem("tab");
  sessionStorage.removeItem("tab");

  const open = () => {
    const hasError = document.querySelector(".messages .error");
    if (kept && !location.hash && !hasError) history.replaceState(null, "", kept);
  };
  // When the page has been read, and before Wagtail looks at its address.
  document.addEventListener("readystatechange", open, { once: true });

  document.addEventListener("submit", ({ target, submitter }) => {
    const tab = target.querySelector("[role=tab][aria-selected=true]");
    if (tab && !submitter?.name) sessionStorage.setItem("tab", tab.hash); // other buttons lead away from the form
  });
}
