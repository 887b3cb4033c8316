// Counts what may still be typed. The limit stands beside the field without scripts too, and the server
// decides: a text that is too long comes back whole.
(function () {
  'use strict';
  // Chromium keeps even a page with no-store in its back-forward cache. A message to the channel of exit.js,
  // which says more of it, drops the form from there: going back shows nobody what was sent.
  if (document.querySelector('[data-feedback-sent]') && window.BroadcastChannel) {
    new BroadcastChannel('exit').postMessage('');
  }
  document.querySelectorAll('[data-count-to]').forEach(function (field) {
    var shown = document.createElement('p');
    // A screen reader is told once the typing has stopped: at each key it would never end.
    var told = document.createElement('p');
    var waiting;
    shown.className = 'govuk-hint';
    shown.setAttribute('aria-hidden', 'true');
    told.className = 'govuk-visually-hidden';
    told.setAttribute('role', 'status');
    field.after(shown, told);

    function words() {
      var left = field.dataset.countTo - Array.from(field.value).length;
      var number = Math.abs(left).toLocaleString('en-GB') + (Math.abs(left) === 1 ? ' character' : ' characters');
      shown.classList.toggle('count--over', left < 0);
      return left < 0 ? 'You have ' + number + ' too many' : 'You have ' + number + ' left';
    }

    shown.textContent = words();
    field.addEventListener('input', function () {
      shown.textContent = words();
      clearTimeout(waiting);
      waiting = setTimeout(function () { told.textContent = words(); }, 1000);
    });
  });
})();
