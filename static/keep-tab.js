// Opens the form at the tab in which its draft was saved, or else at the first open comment, unless an error
// decides on another.
{
  const kept = sessionStorage.getItem("tab");
  sessionStorage.removeItem("tab");

  const tabOfFirstComment = () => {
    const data = document.getElementById("comments-data");
    if (!data) return null;
    for (const { contentpath } of JSON.parse(data.textContent).comments) {
      const [name] = contentpath.split(".");
      const field = document.querySelector(`[data-contentpath="${name}"], [name="${name}-TOTAL_FORMS"]`);
      const tab = field?.closest("[role=tabpanel]");
      if (tab) return `#${tab.id}`;
    }
    return null;
  };

  const open = () => {
    const hasError = document.querySelector(".messages .error");
    const tab = kept ?? tabOfFirstComment();
    if (tab && !location.hash && !hasError) history.replaceState(null, "", tab);
  };
  // When the page has been read, and before Wagtail looks at its address.
  document.addEventListener("readystatechange", open, { once: true });

  document.addEventListener("submit", ({ target, submitter }) => {
    const tab = target.querySelector("[role=tab][aria-selected=true]");
    if (tab && !submitter?.name) sessionStorage.setItem("tab", tab.hash); // other buttons lead away from the form
  });
}
