// Says on the page that a passkey was not used: its dialog may have been closed, or there is none.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const region = document.querySelector("[data-passkey-problem]");
  const words = document.createElement("p");
  words.className = "help-block help-warning";
  words.textContent = region.dataset.passkeyProblem;
  region.replaceChildren(words);
});
