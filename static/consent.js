// Keeps the reader's choice about cookies and lives by it: asks, deletes what was not allowed, remembers closed
// notices and colours and loads statistics where they were allowed. choice.js has already marked the root with what was chosen.
(function () {
  'use strict';
  var root = document.documentElement;
  var data = document.currentScript.dataset;
  var declared = JSON.parse(data.cookies);

  function allows(group) {
    return root.classList.contains('allows-' + group);
  }

  // --- What only scripts use ------------------------------------------------------------------------------

  // Text browsers such as lynx and w3m show what is hidden or in a template, but no script of any type. Django has
  // escaped every value in it.
  document.querySelectorAll('[data-for-scripts]').forEach(function (script) {
    var parts = new DOMParser().parseFromString(script.textContent, 'text/html').body;
    script.replaceWith.apply(script, Array.from(parts.childNodes));
  });

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.addEventListener('click', function () { print(); });
  });

  // --- Cookies without consent ----------------------------------------------------------------------------

  function isDeclared(pattern, name) {
    return pattern.slice(-1) === '*' ? name.indexOf(pattern.slice(0, -1)) === 0 : name === pattern;
  }

  function forget(name) {
    var expired = name + '=;path=/;max-age=0';
    document.cookie = expired;
    // A cookie goes only under the domain that set it, which nobody can ask for: try each.
    location.hostname.split('.').forEach(function (_, i, labels) {
      document.cookie = expired + ';domain=' + labels.slice(i).join('.');
    });
  }

  function deleteUnwanted() {
    var names = document.cookie.split('; ').map(function (cookie) { return cookie.split('=')[0]; });
    Object.keys(declared).filter(function (group) { return !allows(group); }).forEach(function (group) {
      names.filter(function (name) {
        return declared[group].some(function (pattern) { return isDeclared(pattern, name); });
      }).forEach(forget);
    });
  }

  // --- Statistics -----------------------------------------------------------------------------------------

  function loadStatistics() {
    if (!data.statistics || window._paq || !allows('statistics')) return;
    // No query: what somebody searched or filtered for is nobody's business. Links are not followed, so
    // that leaving the site leaves no trace here.
    window._paq = [
      ['setTrackerUrl', data.statistics + 'matomo.php'],
      ['setSiteId', data.statisticsSite],
      ['setCustomUrl', location.origin + location.pathname],
      ['setReferrerUrl', document.referrer.split(/[?#]/)[0]],
      ['setSecureCookie', location.protocol === 'https:'],
      ['trackPageView']
    ];
    var script = document.createElement('script');
    script.src = data.statistics + 'matomo.js';
    document.head.appendChild(script);
  }

  // --- The banner -----------------------------------------------------------------------------------------

  function part(name) {
    return document.querySelector('[data-consent-' + name + ']');
  }

  function goToContent() {
    document.getElementById('content').focus({preventScroll: true});
  }

  function busy(form, is) {
    form.querySelectorAll('button').forEach(function (button) { button.disabled = is; });
  }

  // Says whether the browser has kept what the server set: one that blocks cookies has not.
  function readChoiceAgain() {
    var theme = chosenTheme();
    dispatchEvent(new Event('consent'));
    // What was chosen for this page alone stays.
    if (theme) showTheme(theme);
    return !root.classList.contains('asks-consent');
  }

  function post(form, answer) {
    return fetch(form.action, {method: 'POST', body: answer, headers: {'X-Requested-With': 'fetch'}})
      .then(function (response) {
        var kept = readChoiceAgain();
        if (!response.ok) throw new Error('not saved');
        if (!kept) throw new Error('blocked');
        deleteUnwanted();
        loadStatistics();
        rememberTheme();
      });
  }

  function saved(chosen) {
    document.querySelectorAll('[data-consent-answer]').forEach(function (sentence) {
      sentence.hidden = sentence.dataset.consentAnswer !== chosen;
    });
    part('question').hidden = true;
    part('saved').hidden = false;
    root.classList.add('has-chosen');
    part('saved').focus();
  }

  function send(event) {
    var form = event.target;
    var answer = new FormData(form);
    answer.append('all', event.submitter.value);
    event.preventDefault();
    part('failed').hidden = part('blocked').hidden = true;
    busy(form, true);
    post(form, answer)
      .then(function () { saved(event.submitter.value); })
      .catch(function (error) {
        busy(form, false);
        part(error.message === 'blocked' ? 'blocked' : 'failed').hidden = false;
        event.submitter.focus();
      });
  }

  if (part('form')) {
    part('form').addEventListener('submit', send);
    part('hide').addEventListener('click', function () {
      part('saved').hidden = true;
      root.classList.remove('has-chosen');
      goToContent();
    });
  }

  // --- Preferences -----------------------------------------------------------------------------------------

  function remember(name, value, days) {
    document.cookie = name + '=' + value + ';path=/;samesite=lax;max-age=' + days * 24 * 60 * 60 +
      (location.protocol === 'https:' ? ';secure' : '');
  }

  document.querySelectorAll('[data-close-notice]').forEach(function (button) {
    button.addEventListener('click', function () {
      // It may have been taken back in another tab.
      readChoiceAgain();
      if (!allows('preferences')) return;
      remember('notice_closed', button.dataset.closeNotice, button.dataset.days);
      root.classList.add('notice-closed');
      goToContent();
    });
  });

  // --- Light and dark colours -----------------------------------------------------------------------------

  var themes = document.querySelectorAll('[data-theme]');
  var asksToRemember = document.querySelector('[data-theme-form]');

  function chosenTheme() {
    return ['light', 'dark'].filter(function (theme) { return root.classList.contains('theme-' + theme); })[0] || '';
  }

  function showTheme(chosen) {
    ['light', 'dark'].forEach(function (theme) {
      root.classList.toggle('theme-' + theme, theme === chosen);
    });
    themes.forEach(function (button) {
      button.setAttribute('aria-pressed', button.dataset.theme === chosen);
    });
  }

  function rememberTheme() {
    if (!asksToRemember || !allows('preferences')) return;
    if (chosenTheme()) remember('theme', chosenTheme(), asksToRemember.dataset.days);
    else forget('theme');
    asksToRemember.hidden = true;
  }

  themes.forEach(function (button) {
    button.addEventListener('click', function () {
      readChoiceAgain();
      showTheme(button.dataset.theme);
      asksToRemember.hidden = allows('preferences') || !button.dataset.theme;
      rememberTheme();
    });
  });

  // To ask for it is the consent: to preferences, and to nothing else that was not allowed before.
  if (asksToRemember) asksToRemember.addEventListener('submit', function (event) {
    var answer = new FormData(asksToRemember);
    event.preventDefault();
    Object.keys(declared).forEach(function (group) {
      answer.append(group, group === 'preferences' || allows(group) ? 'yes' : 'no');
    });
    busy(asksToRemember, true);
    part('theme-failed').hidden = true;
    post(asksToRemember, answer)
      .then(function () {
        document.querySelector('[data-theme=' + chosenTheme() + ']').focus();
      })
      .catch(function () { part('theme-failed').hidden = false; })
      .then(function () { busy(asksToRemember, false); });
  });

  showTheme(chosenTheme());
  if (asksToRemember) root.classList.add('can-choose-theme');
  deleteUnwanted();
  loadStatistics();
})();
