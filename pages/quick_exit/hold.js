// Keeps the load of a page open until the page hears keys, so that stopped.js notices if Escape stops it.
//
// An empty frame keeps it open: a line that breaks ends no frame. Of a key that was pressed before the page
// began, the page hears only that it comes up.
(function (root) {
  'use strict';
  var frame = document.createElement('iframe');

  function comesUp(event) {
    if (event.keyCode === 27 && !root.style.visibility) leaveSite();
  }
  addEventListener('keyup', comesUp, true);

  // Who has pressed something here does not hold the key from before: it was meant for a menu or a dialog.
  function forgetKey() {
    removeEventListener('keyup', comesUp, true);
  }
  addEventListener('keydown', forgetKey, true);
  addEventListener('mousedown', forgetKey, true);

  function endLoad() {
    document.onreadystatechange = null;
    frame.remove();
    // A hand that holds the key for long presses it again and again.
    setTimeout(forgetKey, 1000);
  }

  // What nobody sees is not painted, and an old browser does not say when.
  addEventListener('DOMContentLoaded', function () { setTimeout(endLoad, 3000); });
  document.head.appendChild(frame).contentDocument.open();
  // Firefox hands a new page no key until it has drawn 3 frames and 100 ms have passed, and a key from just
  // before takes a moment to become a stop: on a busy machine 0.6 s and more. All that readers notice of a
  // longer hold is the browser's sign that a page loads.
  function endLoadAfter(frames) {
    if (frames) requestAnimationFrame(function () { endLoadAfter(frames - 1); });
    else setTimeout(endLoad, 1000);
  }
  new PerformanceObserver(function () { endLoadAfter(4); }).observe({type: 'paint', buffered: true});
})(document.documentElement);
