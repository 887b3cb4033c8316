// Says on the root, before anything is painted, what the reader chose, of cookies and of colours: nothing
// flashes up and goes away.
//
// It stands inline in the head; pages/core/content_security_policy.py takes out these comments and the indentation.
// What it knows of cookies comes from its own element: the page is the same for every reader.
(function () {
  'use strict';
  var root = document.documentElement;
  var data = document.currentScript.dataset;
  var groups = data.groups.split(' ');

  // The value is the pattern's second group. Undefined also when two cookies fit: one of them is not ours.
  function cookie(pattern) {
    var found = document.cookie.split('; ').map(function (each) { return pattern.exec(each); }).filter(Boolean);
    return found.length === 1 ? found[0][2] : undefined;
  }

  // Django quotes the value. The rule is that of choice_cookie.py: whatever breaks it is no choice.
  function choice() {
    var value = cookie(/^cookie_consent=("?)(policy=[1-9][0-9]{0,4}(?:\|[a-z]{1,20}=-?1){1,5})\1$/);
    var found = {};
    if (value) value.split('|').forEach(function (pair) {
      found[pair.split('=')[0]] = pair.split('=')[1];
    });
    var holds = found.policy === data.policy && groups.every(function (group) { return found[group]; });
    return holds ? found : null;
  }

  function mark() {
    var found = choice();
    var notice = data.notice && cookie(/^notice_closed=()(.*)$/) === data.notice;
    root.classList.toggle('asks-consent', !found);
    groups.forEach(function (group) {
      root.classList.toggle('allows-' + group, !!found && found[group] === '1');
    });
    var remembers = !!found && found.preferences === '1';
    root.classList.toggle('notice-closed', remembers && notice);
    var theme = remembers && cookie(/^theme=()(light|dark)$/);
    root.classList.toggle('theme-light', theme === 'light');
    root.classList.toggle('theme-dark', theme === 'dark');
  }
  mark();
  // consent.js says when the cookie has changed.
  addEventListener('consent', mark);

  // The back-forward cache brings a page back with the scripts that an earlier choice allowed.
  addEventListener('pageshow', function (event) {
    if (!event.persisted) return;
    var before = root.className;
    mark();
    if (root.className !== before) location.reload();
  });
})();
