"""Staying safe online: what the exit can and cannot do, and who can help."""

from .blocks import inset, text
from .support import ALL

SAFETY = {
    "title": "Staying safe online",
    "slug": "staying-safe-online",
    "show_in_menus": True,
    "search_description": (
        "How to get help without speaking, how to leave this site quickly, what that does not hide, and "
        "who can help."
    ),
    "summary": "What to do in danger, how to keep others from seeing what you read, and who can help.",
    "body": [
        inset("<p>If you are in danger now, call <b>999</b> and ask for the police.</p>"),
        text(
            "<h2>If you cannot speak</h2>"
            "<p>A silent call alone does not bring the police. On a mobile:</p>"
            "<ol><li>Call 999.</li>"
            "<li>Listen to the questions. Whisper, cough or tap the handset if you can.</li>"
            "<li>If you make no sound, you hear a recording. When it asks you to, press <b>55</b>. "
            "This is called the Silent Solution.</li>"
            "<li>The police then talk to you. Follow what they say.</li></ol>"
            "<p>Pressing 55 works on mobiles only, and does not tell the police where you are. From a "
            "landline, call 999 and stay on the line: if the operator cannot tell whether you need "
            "help, the call goes to the police.</p>"
            "<h2>If you are deaf, or cannot use your voice on the telephone</h2>"
            "<ul><li>In an emergency, use text relay on <b>18000</b>, by textphone or with the "
            "Relay UK app.</li>"
            "<li>Text 999. You must have registered your mobile before: text “register” to 999 and "
            "follow the answer.</li>"
            '<li>In British Sign Language: <a href="https://999bsl.co.uk/">999 BSL</a>.</li>'
            "<li>If it is not an emergency, use text relay on <b>18001 101</b>.</li></ul>"
            "<p>If you can use your voice and it is not an emergency, call 101.</p>"
            "<h2>Leave this site quickly</h2>"
            "<p>The link “Leave this site” takes you to an ordinary page of another website, in the same "
            "tab. It is at the top of the window on a computer, and at the bottom of the screen on a "
            "telephone. On a keyboard, one press of the Escape key does the same.</p>"
            "<ul><li>The page disappears at once, even if the other website is slow.</li>"
            "<li>What you typed on the page is cleared.</li>"
            "<li>In that tab, the Back button leads to the other website and not to the pages that you "
            "read here, as far as the browser lets us.</li>"
            "<li>To come back, type our address or follow a link to us.</li></ul>"
            "<p>Escape does not reach us while the address bar, a menu, a find bar or full screen has the "
            "keyboard. Press it again.</p>"
            "<p>If scripts are switched off in your browser, only the link works, and the Back button "
            "shows our pages again.</p>"
            "<h2>What stays behind</h2>"
            "<p>Leaving quickly does <b>not</b> hide that you were here. These stay:</p>"
            "<ul><li>The browser’s history lists the pages that you read. So may the history of other "
            "devices that use the same account.</li>"
            "<li>Holding the Back button down can list the titles of pages that you read.</li>"
            "<li>Other tabs and windows stay open.</li>"
            "<li>A telephone or tablet may show a picture of the page among the apps used last, or for a "
            "moment when you swipe back.</li>"
            "<li>Files that you downloaded, pages that you printed, screenshots and bookmarks stay where "
            "they are.</li>"
            "<li>Whoever runs the network may keep a record of the websites that were visited.</li>"
            "<li>A tab that is closed and opened again can show a page of this site when Back is pressed, in "
            "Firefox for example.</li>"
            "<li>An app that was put on the device in secret can see what you see.</li></ul>"
            "<h2>Read in a private window</h2>"
            "<p>A private window forgets its history when you close it. It is called a new Incognito "
            "window in Chrome, a new InPrivate window in Edge, and a new private window in Firefox "
            "and Safari. Find it in the browser’s menu.</p>"
            "<p>Files that you save and bookmarks that you make stay. A private window does not hide "
            "what you do from whoever runs the network, or from an app that spies on the device. "
            "Close all private windows when you have finished.</p>"
            "<h2>Delete what the browser remembers</h2>"
            "<p>Open the history in your browser’s menu. In most browsers you can delete single "
            "pages. Deleting everything can look suspicious to someone who checks, and can sign you out "
            "of websites.</p>"
            "<h2>If others use your device or your accounts</h2>"
            "<ul><li>A device that the person has never had in their hands is safer: a friend’s, one at "
            "work or one in a library.</li>"
            "<li>On a telephone, close the browser in the list of the apps used last when you have "
            "finished.</li>"
            "<li>If you think that a device is being watched, do not search for help on it. Removing "
            "a spying app can warn the person who put it there and destroy evidence: ask for advice "
            "first.</li>"
            "<li>Change your passwords on a safe device, not on the one that may be watched.</li>"
            "</ul>"
            "<h2>Before you call</h2>"
            "<p>A call shows in the telephone’s list of calls and may show on a bill, even where it "
            "is free. Delete it from the list if you need to, or call from another telephone.</p>"
        ),
        ("support_services", {"heading": "People who can help", "services": ALL}),
    ],
}
