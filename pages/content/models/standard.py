"""Pages of text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.panels import FieldPanel

from pages.content.blocks import BodyBlock
from pages.core.stream_field import StreamField
from pages.moderation.approval.publication_set import set_holding
from pages.search.indexing import IndexedText

from .base import BasePage, TextPage


class HomePage(BasePage):
    """The first page of the site."""

    introduction = models.TextField(
        blank=True, help_text="One or two sentences under the heading"
    )
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        IndexedText("introduction"),
        IndexedText("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "content/home_page.html"

    def clean_for_publication(self) -> None:
        """Refuse to open the site before the pages below it that every site must have are decided."""
        super().clean_for_publication()
        if self.first_published_at or not self.pk:
            return
        publication_set = set_holding(self)
        waiting = [
            page.title
            for page in self.get_children().filter(live=False).specific()
            if page.needed_to_open
            and not (publication_set and set_holding(page) == publication_set)
        ]
        if waiting:
            raise ValidationError(
                f"Publish these first, or in the same publication set as this page: {', '.join(waiting)}."
            )

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what other apps show here.

        A function registered for the hook ``home_page_section`` takes the page and the
        request, and returns a context with its ``template``, the page of its
        ``section`` and when what it shows was ``last_updated``, or ``None``.
        """
        found = [
            add_section(self, request)
            for add_section in hooks.get_hooks("home_page_section")
        ]
        sections = list(filter(None, found))
        times = [
            self.last_published_at,
            *(section.get("last_updated") for section in sections),
        ]
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "home_sections": sections,
            "last_updated": max(filter(None, times), default=None),
        }


class StandardPage(TextPage):
    """A page of text about anything."""

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    template = "content/standard_page.html"


class AccessibilityStatementPage(BasePage):
    """The accessibility statement that the law requires of a public body.

    Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
    Regulations 2018, regulation 8 and the model statement.
    """

    COMPLIANCE = [
        ("fully", "fully compliant"),
        ("partially", "partially compliant"),
        ("not", "not compliant"),
    ]
    TEXTS = ("introduction", "known_problems", "contact", "enforcement", "tested_by")

    compliance = models.CharField(
        max_length=10, choices=COMPLIANCE, default="partially"
    )
    introduction = StreamField(BodyBlock(), blank=True)
    known_problems = StreamField(
        BodyBlock(),
        blank=True,
        help_text="What does not meet WCAG 2.2 AA, the criterion, the reason and the alternative",
    )
    contact = StreamField(
        BodyBlock(),
        blank=True,
        help_text="How to report a problem or ask for another format",
    )
    enforcement = StreamField(
        BodyBlock(),
        blank=True,
        help_text="The Equality Advisory and Support Service's part.",
    )
    prepared_on = models.DateField(
        null=True, blank=True, verbose_name="date it was prepared"
    )
    tested_by = models.TextField(
        blank=True, help_text="When, how and by whom the site was tested"
    )

    content_panels = [
        *BasePage.content_panels,
        TEXTS[0],
        "compliance",
        *TEXTS[1:],
        "prepared_on",
    ]
    search_fields = [*BasePage.search_fields, *map(IndexedText, TEXTS)]
    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    needed_to_open = True
    template = "content/accessibility_statement_page.html"

    def clean_for_publication(self) -> None:
        super().clean_for_publication()
        required = {
            "introduction": "Enter what the statement covers.",
            "contact": "Enter how to report a problem.",
            "enforcement": "Enter where to complain.",
            "prepared_on": "Enter the date on which it was prepared.",
        }
        if self.compliance != "fully":
            required["known_problems"] = (
                "Enter what does not meet the standard, and why."
            )
        if missing := {
            field: text for field, text in required.items() if not getattr(self, field)
        }:
            raise ValidationError(missing)


class PrivacyPage(TextPage):
    """Which personal data the site handles, why, for how long, and what rights people have."""

    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    needed_to_open = True
    template = "content/standard_page.html"


class SafetyPage(TextPage):
    """What the exit can and cannot do, and who can help."""

    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    template = "quick_exit/safety_page.html"

    @property
    def must_have_exit(self) -> bool:
        """True, because the page explains the exit."""
        return True
