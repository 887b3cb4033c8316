// Keeps the reader's choice about cookies and lives by it: asks, deletes what was not allowed, loads
// statistics where they were. choice.js has already marked the root with what was chosen.
(function () {
  'use strict';
  var root = document.documentElement;
  var data = document.currentScript.dataset;
  var declared = JSON.parse(data.cookies);

  function allows(group) {
    return root.classList.contains('allows-' + group);
  }

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

  function saved() {
    deleteUnwanted();
    loadStatistics();
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
    part('failed').hidden = true;
    busy(form, true);
    fetch(form.action, {method: 'POST', body: answer, headers: {'X-Requested-With': 'fetch'}})
      .then(function (response) {
        dispatchEvent(new Event('consent'));
        // A browser that blocks cookies has not kept what the server set: that is no success either.
        if (!response.ok || root.classList.contains('asks-consent')) throw new Error('not saved');
        saved();
      })
      .catch(function () {
        busy(form, false);
        part('failed').hidden = false;
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

  // --- The notice -----------------------------------------------------------------------------------------

  document.querySelectorAll('[data-close-notice]').forEach(function (button) {
    button.addEventListener('click', function () {
      // It may have been taken back in another tab.
      dispatchEvent(new Event('consent'));
      if (!allows('preferences')) return;
      document.cookie = 'notice_closed=' + button.dataset.closeNotice + ';path=/;samesite=lax;max-age=' +
        button.dataset.days * 24 * 60 * 60 + (location.protocol === 'https:' ? ';secure' : '');
      root.classList.add('notice-closed');
      goToContent();
    });
  });

  deleteUnwanted();
  loadStatistics();
})();
