"""The form that limits a history to a period and, for the whole section, leads to one super-complaint."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from complaints.models import SuperComplaintIndexPage, SuperComplaintPage
from pages.core.addresses import address_with_parameters
from pages.core.page_visibility import public_children
from pages.core.partial_date_fields import PartialDateFormField
from pages.core.partial_dates import EXAMPLES, PartialDate

from .recorded_states import HistoryEvent

PERIOD_PARAMETERS = ("since", "until")


class HistoryPeriodForm(forms.Form):
    """A period by its first and last day, month or year; both may be left blank."""

    since = PartialDateFormField(
        required=False, label="From", help_text=f"For example {EXAMPLES}."
    )
    until = PartialDateFormField(required=False, label="To")

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        since, until = self.period()
        if since and until and until.is_certainly_before(since):
            self.add_error("until", f"{until.words} is before {since.words}.")

    def period(self) -> tuple[PartialDate | None, PartialDate | None]:
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")

    def select(self, entries: list[Any]) -> list[Any]:
        """Return those of ``entries``, publications and events, in the period; all if it is wrong."""
        if not self.is_valid():
            return entries
        since, until = self.period()
        selected = []
        for entry in entries:
            day = day_of(entry)
            is_before = since is not None and day < since.earliest
            is_after = until is not None and day > until.latest
            if not (is_before or is_after):
                selected.append(entry)
        return selected

    @property
    def is_limited(self) -> bool:
        """Return True if a period was asked for, right or wrong."""
        return any(map(self.data.get, PERIOD_PARAMETERS))

    def query(self) -> str:
        """Return the parameters in use, for the addresses of other pages of the list."""
        values = {name: self.data.get(name, "") for name in PERIOD_PARAMETERS}
        return address_with_parameters(
            "", [(name, value) for name, value in values.items() if value]
        )

    @property
    def query_before_page(self) -> str:
        """The parameters in use, before that of the page."""
        query = self.query().removeprefix("?")
        return f"{query}&" if query else ""

    @property
    def in_words(self) -> str:
        """The period, to go on after a heading; empty without one."""
        if not self.is_valid():
            return ""
        since, until = self.period()
        if since and since == until:
            return f" {since.words_with_preposition}"
        words = ""
        if since:
            words += f" from {since.words}"
        if until:
            words += f" to {until.words}"
        return words


class SectionPeriodForm(HistoryPeriodForm):
    """The same for the whole section, with the super-complaints to choose from."""

    field_order = ("super_complaint", *PERIOD_PARAMETERS)

    def __init__(self, data: QueryDict, index_page: SuperComplaintIndexPage) -> None:
        super_complaints = public_children(
            SuperComplaintPage.objects.order_by("title"), index_page
        )
        choices = [("", "All"), *super_complaints.values_list("slug", "title")]
        super().__init__(data)
        self.fields["super_complaint"] = forms.ChoiceField(
            required=False,
            label="Super-complaint",
            choices=choices,
            error_messages={
                "invalid_choice": "Choose a super-complaint from the list."
            },
        )
        self.order_fields(self.field_order)

    def address_of_choice(self, index_page: SuperComplaintIndexPage) -> str:
        """Return the address of the history of the chosen super-complaint; empty if none is chosen."""
        slug = self.is_valid() and self.cleaned_data["super_complaint"]
        if not slug:
            return ""
        return f"{index_page.url}{slug}/history/{self.query()}"


def day_of(entry: Any) -> date:
    """Return the day of a publication or of an event: of one that is known to the month, the last day."""
    if isinstance(entry, HistoryEvent):
        return entry.day.latest
    return timezone.localdate(entry.published_at)
