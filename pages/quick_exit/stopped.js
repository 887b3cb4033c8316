// Leaves the site where Escape has stopped a page that was still loading.
//
// Until a page is painted, Chromium and Firefox keep the keys that are pressed for themselves, and Escape
// stops the load: the page hears of no key, but of its end. Whoever reads on ends no load before hold.js lets
// it end.
(function (root) {
  'use strict';
  var leaving = false;

  // Setting out for another page ends the load of this one, too; by a form before beforeunload says so.
  function leavesByItself() {
    leaving = true;
  }
  addEventListener('beforeunload', leavesByItself);
  addEventListener('submit', leavesByItself);

  function leaveIfStopped() {
    // What is hidden is on its way out, and has stopped the load itself.
    if (leaving || root.style.visibility || !leaveSite()) return;
    // Not hidden, but empty except for a white dot: Chromium shows the page before this one until something
    // of this one can be painted.
    root.innerHTML = '.';
    root.style.color = '#fff';
    root.style.visibility = '';
    // No title element is written out: programs take the first in the page's text for its own.
    document.title = 'Loading';
  }
  document.onreadystatechange = function () {
    // Later, since the stop would end what is begun within it.
    if (document.readyState === 'complete') setTimeout(leaveIfStopped);
  };
})(document.documentElement);
