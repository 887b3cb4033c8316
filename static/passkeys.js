// Says on the page that a passkey was not used: its dialog may have been closed, or there is none.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-problem]").hidden = false;
});
