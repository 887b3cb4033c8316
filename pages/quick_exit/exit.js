// Leaves the site at once, by the link or the Escape key, and does not let the Back button undo it.
//
// It stands inline in the head, after listen.js, which hears the key, stopped.js and hold.js. So it works while
// the page is still loading and whatever becomes of any other file. content_security_policy.py takes out these
// comments and the indentation; comments stand on lines of their own for that. Only old syntax: a browser that
// cannot read one line reads none.
(function () {
  'use strict';
  var root = document.documentElement;
  var target = root.getAttribute('data-exit');
  var cookies = document.currentScript.getAttribute('data-exit-cookies').split(' ');
  // A page without an exit only looks whether the reader has left before.
  var hidden = document.currentScript.hasAttribute('data-exit-hidden');
  var leaving = false;
  // The leaving since which this page was visited.
  var proved;
  var timer;

  // A page that the back-forward cache brings back is on the screen before it can ask whether it may. In
  // Chromium a message to a cached page drops it from the cache; the message is sent on leaving.
  var channel = window.BroadcastChannel && new BroadcastChannel('exit');
  if (channel) channel.onmessage = function () {};
  // In Firefox it would also ask a session storage of before the leaving. There a held lock keeps a page out.
  if (navigator.locks) navigator.locks.request('exit', {mode: 'shared'}, function () {
    return new Promise(function () {});
  });

  // Storage is refused where the reader blocks it. The exit must work there too.
  function stored(name, value) {
    try {
      if (value !== undefined) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  // Hidden, not display: none: Firefox lost its way to the target when the root had no box.
  function hide() {
    // Emptied by stopped.js, whose dot must be painted.
    if (root.style.color) return;
    root.style.setProperty('visibility', 'hidden', 'important');
  }

  function each(selector, change) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), change);
  }

  function forgetCookies() {
    document.cookie.split(/; */).forEach(function (cookie) {
      var name = cookie.split('=')[0];
      var optional = cookies.some(function (start) { return start && name.indexOf(start) === 0; });
      // A cookie goes only under the domain that set it, which nobody can ask for: try each.
      if (optional) location.hostname.split('.').forEach(function (_, i, labels) {
        var past = name + '=;path=/;max-age=0';
        document.cookie = past;
        document.cookie = past + ';domain=' + labels.slice(i).join('.');
      });
    });
  }

  function go() {
    location.replace(target);
  }

  // WebKit shows what it has last painted until the target answers: let it paint the empty page first.
  // The longer time is for a tab that nobody sees, which paints nothing.
  function goOncePainted() {
    clearTimeout(timer);
    timer = setTimeout(go, 100);
    requestAnimationFrame(function () {
      clearTimeout(timer);
      timer = setTimeout(go);
    });
  }

  function leave(painted) {
    hide();
    if (leaving) return;
    leaving = true;
    try {
      // Ends the parser too: it would put the page's own title and icon after ours.
      stop();
      // An empty title would make the tab show our address.
      document.title = 'Loading';
      each('link[rel=icon]', function (link) { link.href = 'data:,'; });
      // Telephones paint the browser's own bars in it.
      each('meta[name=theme-color]', function (meta) { meta.content = '#fff'; });
      // Browsers keep what was typed and offer it again.
      each('input,textarea,select', function (field) {
        field.checked = false;
        field.value = '';
      });
      forgetCookies();
      try { sessionStorage.clear(); } catch (error) { /* blocked: nothing is kept either */ }
      if (channel) channel.postMessage('');
      // The one thing that stays, for this tab alone: entries visited before it are not shown again.
      stored('exit-left', String(Date.now()));
      // A slow target leaves our address in view: let it say as little as it can.
      history.replaceState(null, '', '/');
    } finally {
      if (painted) goOncePainted();
      else go();
    }
  }

  // --- Coming back ------------------------------------------------------------------------------------

  // A tab that has been left shows a page by Back, Forward or a reload, or when it is reopened, only if the
  // page can prove that it was visited since. Session storage cannot prove it: processes hear late of what
  // others have written. The browser's own history can. It tells each page at its start from which page of
  // ours it was reached, and never one of the site that the exit leads to. A visit is marked with the leaving
  // that came before it: both pages must have the same mark. Without the Navigation API nothing is proved.
  function markOf(entry) {
    return entry && entry.getState() || {};
  }

  function mark(left, at, out) {
    if (window.navigation) navigation.updateCurrentEntry({state: {left: left, at: at, out: out}});
  }

  function isProved(here, left) {
    if (!window.navigation || !navigation.activation || here.left !== left) return false;
    var from = navigation.activation.from;
    if (from) return from.index >= 0 && markOf(from).left === left;
    // From another site, which a link here led to, and nothing has been visited after that.
    return here.out === history.length && here.out < 50;
  }

  // A typed address or a followed link is a visit, unless it was on its way here already when the page before
  // it was left. An entry that has a mark was visited before, whatever a reopened tab calls it.
  function check(visited) {
    var here = markOf(window.navigation && navigation.currentEntry);
    var left = stored('exit-left') || here.left;
    if (!left) return;
    if (visited && !here.left && left < performance.timeOrigin) mark(left, history.length);
    else if (left !== proved) {
      if (!isProved(here, left)) return leave();
      // The way back from another site proves one visit. What is left later may be told too late.
      if (here.out) mark(here.left, here.at);
    }
    proved = left;
  }

  var entry = performance.getEntriesByType('navigation')[0];
  var visited = entry ? entry.type === 'navigate' : !performance.navigation.type;
  check(visited);
  // A step to a heading of this page is an entry of its own.
  addEventListener('hashchange', function () { check(true); });
  // What a page of another process wrote on leaving may come late.
  addEventListener('storage', function () { check(visited); });
  if (window.navigation) navigation.addEventListener('navigate', function (event) {
    var here = markOf(navigation.currentEntry);
    var address = event.destination.url;
    if (here.left && !leaving) mark(here.left, here.at, /^http/.test(address) && address.indexOf(origin) && here.at + 1);
  });

  // Whatever is in the cache all the same is hidden there, and asks before it shows itself.
  addEventListener('pagehide', hide);
  addEventListener('pageshow', function (event) {
    if (!event.persisted) return;
    var left = leaving;
    leaving = proved = false;
    if (left) leave();
    else check();
    if (!leaving) root.style.visibility = '';
  });

  // --- Ways out ---------------------------------------------------------------------------------------

  function escapeOff() {
    return hidden || !!stored('exit-escape-off');
  }

  // listen.js calls it for the key, and stopped.js or stalled.js for a load that the key has stopped.
  window.leaveSite = function () {
    if (escapeOff()) return;
    leave(true);
    return true;
  };

  // Where a browser keeps the second press for itself, it has just stopped the way out: set out again.
  addEventListener('keyup', function (event) {
    if (leaving && event.key === 'Escape') goOncePainted();
  }, true);

  function byLink(event) {
    var link = event.target.closest && event.target.closest('.exit__link');
    // Any button but the right one: a new tab would leave this one standing.
    if (!link || event.button > 1) return;
    event.preventDefault();
    leave(true);
  }
  addEventListener('click', byLink, true);
  addEventListener('auxclick', byLink, true);

  // --- Turning the Escape key off ------------------------------------------------------------------------

  function show() {
    root.classList.toggle('escape-leaves', !escapeOff());
    each('[data-for-exit]', function (script) {
      // One that is still coming has nothing after it.
      if (script.nextSibling || document.readyState !== 'loading') script.outerHTML = script.textContent;
    });
    each('[data-exit-switch]', function (button) {
      button.setAttribute('aria-pressed', escapeOff());
    });
  }
  addEventListener('click', function (event) {
    if (!event.target.closest || !event.target.closest('[data-exit-switch]')) return;
    stored('exit-escape-off', escapeOff() ? '' : 'yes');
    show();
  });
  // As the page comes in, before it is painted: later, the link would move on the screen.
  var watcher = new MutationObserver(show);
  watcher.observe(root, {childList: true, subtree: true});
  addEventListener('DOMContentLoaded', function () {
    watcher.disconnect();
    show();
  });
  root.classList.add('has-scripts');
  show();
})();
