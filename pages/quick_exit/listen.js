// Hears the Escape key from the first bytes of a page on: this script ends within its first 500.
//
// It stands at the very start of the head. How to leave is said by stopped.js and better by exit.js, which
// follow; until then the page is hidden, and they are told that somebody has asked.
(function (root) {
  addEventListener('keydown', function (event) {
    // By its number: it is another while text is composed, where Escape only drops the composition.
    if (event.keyCode !== 27) return;
    // Storage is refused where the reader blocks it. The exit must work there too.
    try {
      if (sessionStorage['exit-escape-off'] === 'yes') return;
    } catch (error) {}
    // Escape stops whatever loads: the rest of the exit, and held down the way out itself.
    event.preventDefault();
    root.style.visibility = 'hidden';
    root.asked = true;
    if (window.leaveSite) leaveSite();
  // On the window and while the event comes down: before any field, dialog or script can keep it.
  }, true);
})(document.documentElement);
