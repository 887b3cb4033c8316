"""What the site says before its editors write: every stated fact of the source, and nothing more."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import TestCase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import OrganisationKind, Position, Stage
from pages.brand import contrast_with_white
from pages.consent.models import CookiesPage
from pages.models import AccessibilityStatementPage, SiteWording
from pages.publication_rules import parts_of
from site_config.settings.environment import PROJECT_DIR

SOURCE = PROJECT_DIR.parent / "shared" / "seed-page.txt"
TAGS_THAT_EDITORS_KEEP = {"p", "b", "a", "ul", "ol", "li", "h2", "h3"}

FACTS = {
    # slug: (lead bodies, submitted, found eligible, report published, stage, recommendations, sensitive)
    "safe-to-share": (
        ["Liberty", "Southall Black Sisters"],
        ("2018-12-18", "", "2020-12-17"),
        (Stage.REPORT, 8, True),
    ),
    "protective-measures": (
        ["Centre for Women’s Justice"],
        ("2019-03-19", "", "2021-08-24"),
        (Stage.REPORT, None, True),
    ),
    "modern-slavery": (["Hestia"], ("2019-05-31", "", "2021-05-26"), (Stage.REPORT, None, True)),
    "police-perpetrated-domestic-abuse": (
        ["Centre for Women’s Justice"],
        ("2020-03", "", "2022-06-30"),
        (Stage.REPORT, None, True),
    ),
    "honour-based-abuse": (
        ["Tees Valley Inclusion Project"],
        ("2020-08-07", "", "2022-12-16"),
        (Stage.REPORT, None, True),
    ),
    "section-60": (
        ["Criminal Justice Alliance"],
        ("2021-05", "", "2023-12-15"),
        (Stage.REPORT, 10, False),
    ),
    "stalking": (
        ["Suzy Lamplugh Trust"],
        ("2022-11", "2023-01-26", "2024-09-27"),
        (Stage.REPORT, 29, True),
    ),
    "sexual-offence-delays": (
        ["Centre for Women’s Justice"],
        ("2025-12", "", ""),
        (Stage.INVESTIGATION, None, True),
    ),
}


def own_texts(instance) -> list[str]:
    """Return the rich text and stream fields of ``instance`` and of what is published with it."""
    texts = []
    for part in parts_of(instance):
        for field in part._meta.get_fields():
            if isinstance(field, StreamField):
                texts.append(json.dumps(getattr(part, field.name).get_prep_value(), ensure_ascii=False))
            elif isinstance(field, RichTextField):
                texts.append(getattr(part, field.name))
    return texts


def visible(html: str) -> str:
    """Return ``html`` without its tags, as words that stand one space apart."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def said_on(page) -> str:
    """Return everything that ``page`` says in running text."""
    return visible(" ".join(own_texts(page)))


def recommendation(super_complaint: str, slug: str) -> RecommendationResponsePage:
    """Return the page ``slug`` under the super-complaint with that slug."""
    parent = SuperComplaintPage.objects.get(slug=super_complaint)
    return RecommendationResponsePage.objects.child_of(parent).get(slug=slug)


class InitialContentTest(TestCase):
    """Loads the content once for all tests of a class."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: PTH123, SIM115
