"""The pages of text in the initial content."""

import re

from pages.content.models import (
    AccessibilityStatementPage,
    PrivacyPage,
    SafetyPage,
    SiteWording,
)
from pages.feedback.models import FeedbackPage

from .initial_content import InitialContentTest, own_texts, text_on_page
from .test_initial_content import FORCE, TAGS_THAT_EDITORS_KEEP


class TestPages(InitialContentTest):
    def test_the_accessibility_statement_says_what_was_not_tested_and_names_whom_to_complain_to(
        self,
    ):
        page = AccessibilityStatementPage.objects.get()
        text = text_on_page(page)

        assert page.compliance != "fully"
        assert "have not tried this website" in text
        assert (
            "automatic rules for WCAG 2.2 level AA. These find only some"
            in page.tested_by
        )
        assert "Equality and Human Rights Commission" in text
        assert "Equality Advisory and Support Service" in text
        assert "(No. 2) Accessibility Regulations 2018" in text
        assert "/feedback/" in " ".join(own_texts(page))

    def test_the_privacy_notice_says_how_to_complain_to_the_force_and_then_to_the_ico(
        self,
    ):
        text = re.sub(r"<[^>]+>", "", str(PrivacyPage.objects.get().body[0].value))

        assert (
            "How to complain: through our website, https://www.northants.police.uk/."
            in text
        )
        assert "We will acknowledge your complaint within 30 days." in text
        assert (
            "you can then complain to the Information Commissioner’s Office (ICO)."
            in text
        )
        assert "[" not in text

    def test_the_feedback_page_sends_emergencies_elsewhere_and_the_safety_page_says_how_to_get_help(
        self,
    ):
        feedback, safety = (
            text_on_page(model.objects.get()) for model in (FeedbackPage, SafetyPage)
        )
        for words in (
            "Do not report a crime",
            "999",
            "101",
            "we cannot reply",
            "we do not monitor this form all the time",
        ):
            assert words in feedback, words
        for words in (
            "999",
            "press 55",
            "18000",
            "18001 101",
            "history",
            "0808 2000 247",
            "116 123",
        ):
            assert words in safety, words
        assert "does not hide that you were here" in safety

    # All of them

    def test_text_uses_only_what_editors_can_write(self):
        for instance in [*self.pages, *SiteWording.objects.all()]:
            tags = set(re.findall(r"</?([a-z0-9]+)", " ".join(own_texts(instance))))
            assert tags <= TAGS_THAT_EDITORS_KEEP, instance

    def test_no_text_repeats_the_defects_of_the_old_page(self):
        # The decision body keeps its old name among its former names, where it belongs.
        everything = " ".join(text for page in self.pages for text in own_texts(page))

        for defect in (
            "Her Majesty",
            "Super Complaint",
            "William",
            "responsivities",
            "’s’",
            "Lorem",
        ):
            assert defect not in everything, defect

    def test_the_site_wording_is_that_of_the_force(self):
        wording = SiteWording.objects.get(live=True)

        assert wording.force_name == FORCE
        assert wording.phase == "beta"
        assert "999" in wording.contact
        assert "101" in wording.contact
        assert len(wording.support_services) >= 3
