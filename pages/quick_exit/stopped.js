// Leaves the site where Escape has stopped a page that was still loading.
//
// Until a page is painted, Chromium and Firefox keep the keys that are pressed for themselves, and Escape
// stops the load, if there is one: the page hears of no key, but of its end. So the load is kept open by an
// empty frame until the page hears keys. If it ends before, it was stopped. A line that breaks ends no frame.
// Of a key that was pressed before the page began, it hears only that it comes up.
(function (root) {
  'use strict';
  var target = document.currentScript.getAttribute('data-exit-address');
  var frame = document.createElement('iframe');
  var leaving = false;

  // Setting out for another page ends the load of this one, too; by a form before beforeunload says so.
  function leavesByItself() {
    leaving = true;
  }
  addEventListener('beforeunload', leavesByItself);
  addEventListener('submit', leavesByItself);

  // The shortest way out, until exit.js puts the whole of it in its place.
  window.leaveSite = function () {
    // What exit.js keeps: see there.
    try { sessionStorage['exit-left'] = Date.now(); } catch (error) { /* blocked */ }
    location.replace(target);
  };

  // What is hidden is on its way out, and has stopped the load itself.
  function mayStay() {
    if (leaving || root.style.visibility) return true;
    try {
      return sessionStorage['exit-escape-off'] === 'yes';
    } catch (error) {
      return false; // blocked: it cannot have been turned off
    }
  }

  function leaveIfStopped() {
    if (mayStay()) return;
    // Not hidden, but empty except for a white dot: Chromium shows the page before this one until something
    // of this one can be painted.
    root.innerHTML = '<title>Loading</title>.';
    root.style.color = '#fff';
    leaveSite();
  }
  // Later, since the stop would end what is begun within it.
  function notice() {
    if (document.readyState === 'complete') setTimeout(leaveIfStopped);
  }
  document.addEventListener('readystatechange', notice);

  // More of the page may still come: hidden, as by listen.js.
  function comesUp(event) {
    if (event.keyCode !== 27 || mayStay()) return;
    root.style.visibility = 'hidden';
    root.asked = true;
    leaveSite();
  }
  addEventListener('keyup', comesUp, true);

  // Who has pressed something here does not hold the key from before: it was meant for a menu or a dialog.
  function forgetKey() {
    removeEventListener('keyup', comesUp, true);
  }
  addEventListener('keydown', forgetKey, true);
  addEventListener('mousedown', forgetKey, true);

  function endLoad() {
    document.removeEventListener('readystatechange', notice);
    frame.remove();
    // A hand that holds the key for long presses it again and again.
    setTimeout(forgetKey, 1000);
  }
  // By a key that came before this script.
  if (root.asked) leaveSite();

  // What nobody sees is not painted, and an old browser does not say when.
  addEventListener('DOMContentLoaded', function () { setTimeout(endLoad, 3000); });
  document.head.appendChild(frame).contentDocument.open();
  // Firefox hands a new page no key until it has drawn 3 frames and 100 ms have passed, and a key from just
  // before takes a moment to become a stop: on a busy machine up to 0.6 s.
  function endLoadAfter(frames) {
    if (frames) requestAnimationFrame(function () { endLoadAfter(frames - 1); });
    else setTimeout(endLoad, 400);
  }
  new PerformanceObserver(function () { endLoadAfter(4); }).observe({type: 'paint', buffered: true});
})(document.documentElement);
