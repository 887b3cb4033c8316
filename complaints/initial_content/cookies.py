"""The cookies page: the words around the table and the form, which come from the site itself."""

from .blocks import table, text

COOKIES = {
    "title": "Cookies",
    "slug": "cookies",
    "summary": "What this site stores on your device, why, and how to choose.",
    "body": [
        text(
            "<p>Cookies are small pieces of text that a website stores on your device. Before you choose, "
            "the pages that you read set none. You can change your choice on this page at any time, and "
            "we ask you again after 12 months, or earlier if we want to use cookies for something new.</p>"
            "<p>To show that we ask, we keep the date of each choice, what was chosen and which version of "
            "the question was shown, for two years. Nothing in it says who chose.</p>"
            "<h2>If you leave with “Leave this site” or the Escape key</h2>"
            "<p>This sets no cookie. It clears what the tab kept for this site. Your browser keeps only the "
            "following for the tab, and does not send it to us. The exit does not work without it.</p>"
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
