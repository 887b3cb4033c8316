// Hears the Escape key from the first bytes of a page, and knows the way out: it ends within the first 500.
//
// It needs nothing of what follows, so a page that stalls or is stopped after it can still be left. exit.js
// puts a more thorough leaveSite in place of this one.
addEventListener('keydown', function (key) {
  // By its number: it is another while text is composed, where Escape only drops the composition.
  // Escape stops whatever loads and, held down, the way out itself.
  if (key.keyCode === 27 && leaveSite()) key.preventDefault();
// On the window and while the event comes down: before any field, dialog or script can keep it.
}, true);
// Returns true if it leaves.
function leaveSite() {
  // Storage is refused where the reader blocks it. The exit must work there too.
  try {
    if (sessionStorage['exit-escape-off']) return;
    // What exit.js keeps: see there.
    sessionStorage['exit-left'] = Date.now();
  } catch (error) {}
  // Ends the parser, which would go on to fill the page.
  stop();
  // Later, since WebKit's stop would end what is begun at once after it.
  setTimeout(function () {
    location.replace(document.documentElement.dataset.exit);
  });
  return true;
}
