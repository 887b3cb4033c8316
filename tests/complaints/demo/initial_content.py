"""The initial content as it is loaded, and what it says."""

import json
import re

import pytest
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.approval.publication_rules import parts_of


def own_texts(instance) -> list[str]:
    """Return the rich text and stream fields of ``instance`` and of what is published with it."""
    return [
        json.dumps(value.get_prep_value(), ensure_ascii=False)
        if isinstance(field, StreamField)
        else value
        for part in parts_of(instance)
        for field in part._meta.get_fields()
        if isinstance(field, StreamField | RichTextField)
        for value in [getattr(part, field.name)]
    ]


def text_on_page(instance) -> str:
    """Return the running text of ``instance`` without its tags, its words one space apart."""
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(own_texts(instance))).split())


def names(organisations) -> set[str]:
    """Return the names of ``organisations``."""
    return {organisation.name for organisation in organisations.all()}


@pytest.mark.usefixtures("demonstration")
@pytest.mark.django_db
class InitialContentTest:
    """The initial content, as it is loaded."""

    @property
    def pages(self):
        return [page.specific for page in Page.objects.filter(depth__gt=1)]

    def super_complaint(self, slug):
        return SuperComplaintPage.objects.get(slug=slug)

    def recommendations(self, slug):
        below = RecommendationResponsePage.objects.child_of(self.super_complaint(slug))
        return list(below.order_by("path"))

    def recommendation(self, super_complaint, slug):
        return next(
            page for page in self.recommendations(super_complaint) if page.slug == slug
        )
