"""The page about cookies, and the record of what readers chose."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.content.models import TextPage
from pages.content.site_wording import site_wording_for
from pages.core.cache_policy import CachePolicy
from pages.core.rate_limits import count_and_check_network

from . import choices
from .choices import CHOICE_COOKIE, groups
from .forms import CookieChoiceForm

RECORDS_PERIOD_SECONDS = 24 * 60 * 60
MAX_RECORDS = 200
"""Choices in a period from one address that are recorded.

A police station may share an address.
"""


class CookiesPage(TextPage):
    """Which cookies the site sets and why, with the form to choose; editors write the text around both."""

    cache_policy = CachePolicy.PRIVATE
    parent_page_types = ["content.HomePage"]
    max_count_per_parent = 1
    needed_to_open = True
    template = "cookies/cookies_page.html"

    def serve(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        wording = site_wording_for(request)
        chosen = choices.read_choice(request, wording)
        return self.render_with_form(
            request, CookieChoiceForm(wording=wording, chosen=chosen), chosen=chosen
        )

    def render_with_form(
        self,
        request: HttpRequest,
        form: CookieChoiceForm,
        *,
        chosen: Mapping[str, bool] | None = None,
        status: int = 200,
    ) -> TemplateResponse:
        """Return the page with ``form``; ``chosen`` is what the reader's browser has stored."""
        context = {
            **self.get_context(request),
            "form": form,
            "groups": [
                group for group in groups() if group.required or group in form.groups
            ],
            # Only what the browser sends back is certain to be stored. What the form
            # sent may be the answer to an older question, from a page that had been
            # open for long.
            "saved": "saved" in request.GET and bool(chosen),
            "chosen": [
                (group.title, chosen[group.name])
                for group in form.groups
                if chosen and group.name in chosen
            ],
            "not_saved": "saved" in request.GET and not chosen,
            "outdated": CHOICE_COOKIE in request.COOKIES,
        }
        return TemplateResponse(
            request, self.get_template(request), context, status=status
        )


class ConsentRecord(models.Model):
    """One choice, to prove that consent was given. Nothing in it leads to a person.

    UK GDPR article 7(1) requires proof of consent; article 5(1)(c) allows no more data
    than that takes.
    """

    date = models.DateField(default=timezone.localdate, db_index=True)
    policy_version = models.PositiveSmallIntegerField()
    wording_revision = models.PositiveBigIntegerField(
        null=True,
        help_text="The published revision of the site wording that the banner showed.",
    )
    preferences = models.BooleanField(null=True, help_text="Empty: not asked.")
    statistics = models.BooleanField(null=True, help_text="Empty: not asked.")

    def __str__(self) -> str:
        return f"{self.date}, version {self.policy_version}"

    @classmethod
    def record_choice(
        cls, form: CookieChoiceForm, request: HttpRequest
    ) -> "ConsentRecord | None":
        """Store the choice in the valid ``form``, unless it is none or its network has made very many."""
        is_repeated = (
            choices.read_choice(request, form.published_wording) == form.chosen
        )
        if is_repeated or count_and_check_network(
            "consent-record", request, MAX_RECORDS, RECORDS_PERIOD_SECONDS
        ):
            return None
        return cls.objects.create(
            policy_version=form.cleaned_data["policy"],
            wording_revision=form.seen_wording_revision,
            **form.chosen,
        )


RETENTION_PERIOD = datetime.timedelta(days=2 * 365)
"""A choice is valid for a year. Its record is kept for another year."""


def delete_expired_records() -> None:
    ConsentRecord.objects.filter(
        date__lt=timezone.localdate() - RETENTION_PERIOD
    ).delete()
