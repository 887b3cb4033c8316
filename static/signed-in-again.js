// Tells the forms that wait in other tabs, and closes this one, which one of them opened.
new BroadcastChannel("editor-session").postMessage("signed in");
window.close();
