"""What people at work do in the browser, told in their words."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.signing_in import use_second_factor


class Colleague:
    """Someone signed in to the admin in a browser of their own."""

    def __init__(self, page: Page, user, site: str):
        """Sign ``user`` in at the address ``site``, without the form, which takes seconds."""
        self.page = page
        client = Client()
        client.force_login(user)
        use_second_factor(client)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": session.key, "value": session.value, "url": site}]
        )

    def edit(self, page_id: int) -> None:
        self.page.goto(f"/admin/pages/{page_id}/edit/")

    def add(self, model: str, parent_id: int) -> None:
        self.page.goto(f"/admin/pages/add/complaints/{model}/{parent_id}/")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label, exact=True).fill(text)

    def fill_date(self, field: str, text: str) -> None:
        """Type a date into its box."""
        self.page.locator(f"[name='{field}']").fill(text)

    def open_tab(self, name: str) -> None:
        """Turn to another part of the form."""
        self.page.get_by_role("tab", name=name).click()

    def choose(self, label: str, name: str) -> None:
        """Find ``name`` by its first letters among what the field ``label`` offers."""
        box = self.page.get_by_role("combobox", name=label).last
        box.press_sequentially(name[:8])
        expect(
            box.locator("xpath=..").get_by_role("option", name=name, exact=True)
        ).to_be_visible()
        box.press("Enter")
        expect(box).to_have_value("")

    def write(self, field: str, text: str) -> None:
        """Type into a rich text editor."""
        stored = self.page.locator(f"[name='{field}']")
        around = self.page.locator(".w-field", has=stored).last
        around.locator("[contenteditable='true']").click()
        self.page.keyboard.type(text)
        # The editor hands over what was typed a moment later.
        expect(stored).to_have_value(re.compile(re.escape(text)))

    def _choose_in_footer(self, label: re.Pattern) -> None:
        more = self.page.get_by_role("button", name="More actions")
        button = self.page.locator("footer").get_by_role("button", name=label)
        if not button.first.is_visible():
            more.last.click()
        button.first.click()

    def save_draft(self) -> None:
        """Save without sending it to anybody."""
        self.page.locator("footer").get_by_role(
            "button", name=re.compile("^Save draft")
        ).click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def try_to_submit(self) -> None:
        """Press the button that sends the page to those who approve it."""
        self.fill("Change note", "We brought this up to date.")
        self._choose_in_footer(re.compile(r"^(Submit for|Resubmit)"))

    def submit(self) -> None:
        """Send the page to those who approve it."""
        self.try_to_submit()
        expect(self.page.locator(".messages .success")).to_contain_text(
            "submitted for moderation"
        )

    def approve(self) -> None:
        """Approve the page that is open, on its review screen."""
        self.page.locator("footer").get_by_role("link", name="Review").click()
        self.decide("Approve")

    def decide(self, label: str, comment: str = "") -> None:
        """Press the button of the open review screen that begins with ``label``."""
        self.page.get_by_label("Comment on your decision").fill(comment)
        self.press(self.page.get_by_role("button", name=re.compile(f"^{label}")))
        expect(self.page.locator(".messages .success")).to_be_visible()

    def press(self, button: Locator) -> None:
        """Press what leads to another page, and wait for that page: a form asks first who is signed in."""
        with self.page.expect_navigation():
            button.click()

    def open_first_review(self) -> None:
        """Open what has waited longest for this person's decision, from the dashboard."""
        self.page.goto("/admin/")
        waiting = self.page.get_by_role("region", name="Awaiting your review")
        self.press(waiting.get_by_role("link").first)

    def sees_no_button(self, label: str) -> None:
        expect(
            self.page.get_by_role("button", name=re.compile(f"^{label}"))
        ).to_have_count(0)
