// Says beside the box of a date how the site reads what is typed; the site itself is asked.
{
  const pauses = new WeakMap(); // one asks when the person rests, not at every key

  const tell = async (box) => {
    const text = box.value;
    const address = new URL(box.dataset.readDate, location.href);
    address.searchParams.set("text", text);
    const answer = await fetch(address)
      .then((response) => response.json())
      .catch(() => ({})); // no line: the form says it when it is sent
    if (box.value !== text) return;
    const words = box.parentElement.querySelector(".partial-date__reading");
    words.textContent = answer.reading ?? answer.problem ?? "";
    words.classList.toggle("partial-date__reading--problem", "problem" in answer);
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-read-date]")) return;
    clearTimeout(pauses.get(target));
    pauses.set(target, setTimeout(tell, 250, target));
  });
}
