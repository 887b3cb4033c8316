// Leaves the site where Escape has stopped a page that was still loading.
//
// Until a page is painted, Chromium and Firefox keep the keys that are pressed for themselves, and Escape
// stops the load. The page hears of no key, but of its end: it is complete, and no load event follows. Only a
// stopped page ends like that. One that came by a line which broke is never complete, or it is loaded.
(function (root) {
  'use strict';
  var target = document.currentScript.getAttribute('data-exit-address');
  var expected = false;

  function endsAsExpected() {
    expected = true;
  }
  addEventListener('load', endsAsExpected);
  // Setting out for another page ends the load of this one, too; by a form before beforeunload says so.
  addEventListener('beforeunload', endsAsExpected);
  addEventListener('submit', endsAsExpected);

  // The shortest way out, until exit.js puts the whole of it in its place.
  window.leaveSite = function () {
    // What exit.js keeps: see there.
    try { sessionStorage['exit-left'] = Date.now(); } catch (error) { /* blocked */ }
    location.replace(target);
  };

  function leaveIfStopped() {
    // What is hidden is on its way out, and has stopped the load itself.
    if (expected || root.style.visibility) return;
    try {
      if (sessionStorage['exit-escape-off'] === 'yes') return;
    } catch (error) { /* blocked: it cannot have been turned off */ }
    // Not hidden, but empty except for a white dot: Chromium shows the page before this one until something
    // of this one can be painted.
    root.innerHTML = '<title>Loading</title>.';
    root.style.color = '#fff';
    leaveSite();
  }
  document.addEventListener('readystatechange', function () {
    // The load event follows within the same task, if it does.
    if (document.readyState === 'complete') setTimeout(leaveIfStopped);
  });

  // By a key that came before this script.
  if (root.asked) leaveSite();
})(document.documentElement);
