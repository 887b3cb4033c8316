// Leaves the site where Escape has stopped a page of which hardly more than this has come: it ends within the
// first 700 bytes.
//
// Such a page is white, and for seconds Chromium hands it no key. A line that breaks before hold.js is there
// leaves, too: it cannot be told from a stop. stopped.js puts a more thorough function in place of this one.
onbeforeunload = function () {
  // Setting out for another page ends the load of this one, too.
  document.onreadystatechange = null;
};
document.onreadystatechange = function () {
  // Later, since the stop would end what is begun within it.
  if (document.readyState === 'complete') setTimeout(leaveSite);
};
