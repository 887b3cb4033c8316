"""The cookies page: what the site really stores on a reader's device."""

from .blocks import table, text

COOKIES = {
    "title": "Cookies",
    "slug": "cookies",
    "summary": "What this site stores on your device, and why.",
    "body": [
        text(
            "<p>Cookies are small pieces of text that a website stores on your device.</p>"
            "<h2>If you read this site</h2>"
            "<p>The pages that you read set no cookies. We use none to measure what you do here, and "
            "nothing on a page is loaded from another organisation’s website.</p>"
            "<h2>If you send feedback</h2>"
            "<p>The feedback page sets one cookie. The form does not work without it.</p>"
        ),
        table(
            "Cookie of the feedback form",
            ["Name", "What it is for", "How long it stays"],
            [
                "csrftoken",
                "Protects the form: another website cannot send it in your name",
                "Until you close your browser",
            ],
        ),
        text(
            "<h2>If you leave with “Leave this site” or the Escape key</h2>"
            "<p>This sets no cookie. It clears what the tab kept for this site. Your browser then keeps the "
            "following for that tab, and does not send it to us. The exit does not work without it.</p>"
        ),
        table(
            "What a tab keeps about leaving",
            ["Name", "What it is for", "How long it stays"],
            [
                "exit-left",
                "Holds the time when you left, so that the Back button does not show our pages again",
                "Until you close the tab",
            ],
            [
                "exit-escape-off",
                "Remembers that you turned the Escape key off",
                "Until you close the tab, or leave",
            ],
        ),
        text(
            "<h2>If you work on this site</h2>"
            "<p>Signing in and editing need the following. None of them is set for readers.</p>"
        ),
        table(
            "Cookies of the editing screens",
            ["Name", "What it is for", "How long it stays"],
            [
                "sessionid",
                "Keeps you signed in",
                "Until you close your browser, or 8 hours if you ask to be remembered",
            ],
            [
                "csrftoken",
                "Protects the forms that you save",
                "Until you close your browser",
            ],
            [
                "messages",
                "Carries a message, such as “Page saved”, to the next screen",
                "Until the message has been shown, or you close your browser",
            ],
            [
                "wagtail_sidebar_collapsed",
                "Remembers whether the menu is folded up",
                "Until you close your browser",
            ],
        ),
        text(
            "<p>The editing screens also remember in your browser’s own storage how you arranged "
            "them. That stays until you clear it, and is not sent to us.</p>"
            "<h2>How to delete cookies</h2>"
            "<p>You can delete or block cookies in the settings of your browser. The pages that you "
            "read work the same without them.</p>"
        ),
    ],
}
