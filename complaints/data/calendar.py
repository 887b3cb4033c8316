"""The calendar of a super-complaint: a file of its deadlines, due dates and next update to subscribe to.

Titles name no subject: other people may see a calendar. The number of a recommendation
and the day of its report tell entries apart.
"""

from collections.abc import Iterator
from datetime import timedelta

import icalendar
from icalendar import Calendar

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.next_update import open_promises
from complaints.models.recommendation_queryset import read_children
from complaints.register.timeline import list_limits
from complaints.vocabulary import Certainty
from pages.core.partial_dates import PartialDate

from .changes import TIME_OF_EMPTY_FEED
from .field_descriptions import last_published_at
from .published_section import PublishedSection

CALENDAR = "text/calendar"
PRODUCT = "-//Super-complaints//Dates//EN"
"""Names the program that wrote the file, which the format asks for (RFC 5545, 3.7.3)."""
ASK_AGAIN_AFTER = timedelta(days=1)


def write_calendar(
    super_complaint: SuperComplaintPage, section: PublishedSection
) -> bytes:
    """Return the calendar of ``super_complaint``.

    A month or a year is an entry on its last day.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add(
        "x-wr-calname", f"{section.publisher}: dates{_of_report(super_complaint)}"
    )
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for entry in _entries(super_complaint, section):
        calendar.add_component(entry)
    return calendar.to_ical()


def _entries(
    super_complaint: SuperComplaintPage, section: PublishedSection
) -> Iterator[icalendar.Event]:
    promise = open_promises([super_complaint]).get(super_complaint.pk)
    if promise and promise.current.due:
        yield _next_update(
            super_complaint, promise.current.due, promise.current.certainty, section
        )
    respond_by = super_complaint.respond_by
    if respond_by:
        title = (
            f"Deadline to respond{_precision(respond_by)}{_of_report(super_complaint)}"
        )
        yield _entry(super_complaint, "respond-by", respond_by, title, section)
    found = (
        section.recommendations().child_of(super_complaint).order_by("sort_key", "path")
    )
    recommendations = list(found)
    read_children(recommendations)
    without_number = [
        recommendation
        for recommendation in recommendations
        if not recommendation.number
    ]
    for recommendation in recommendations:
        name = _neutral_name(recommendation, without_number)
        for what, date in list_limits(recommendation):
            title = f"{name}: {what[0].lower()}{what[1:]}{_precision(date)}{_of_report(super_complaint)}"
            key = f"{what}-{date}".replace(" ", "-")
            yield _entry(recommendation, key, date, title, section)


def _neutral_name(
    recommendation: RecommendationResponsePage,
    without_number: list[RecommendationResponsePage],
) -> str:
    """Return the heading of ``recommendation`` and, without a number, which of those without one it is."""
    if recommendation.number:
        return recommendation.heading
    name = f"{recommendation.heading} without a number"
    if len(without_number) == 1:
        return name
    return (
        f"{name} ({without_number.index(recommendation) + 1} of {len(without_number)})"
    )


def _of_report(super_complaint: SuperComplaintPage) -> str:
    published = super_complaint.report_published
    return f", report of {published.words}" if published else ""


def _next_update(
    super_complaint: SuperComplaintPage,
    due: PartialDate,
    certainty: str,
    section: PublishedSection,
) -> icalendar.Event:
    """Return the entry of the next update; when its date moves, the entry moves in people's calendars."""
    entry = _entry(
        super_complaint, "next-update", due, f"Next update{_precision(due)}", section
    )
    status = "CONFIRMED" if certainty == Certainty.CONFIRMED else "TENTATIVE"
    entry.add("status", status)
    return entry


def _precision(date: PartialDate) -> str:
    """Return what a title says of a date that is not known to the day."""
    return "" if date.day else f" ({date.words})"


def _entry(
    page: SuperComplaintPage | RecommendationResponsePage,
    key: str,
    date: PartialDate,
    title: str,
    section: PublishedSection,
) -> icalendar.Event:
    """Return an entry for a whole day; programs know it again by the page and ``key``."""
    entry = icalendar.Event()
    entry.add("uid", f"{page.translation_key}-{key}")
    entry.add("dtstamp", last_published_at(page) or TIME_OF_EMPTY_FEED)
    entry.add("dtstart", date.latest)
    entry.add("summary", title)
    entry.add("url", section.page_address(page))
    entry.add("transp", "TRANSPARENT")  # it does not make anyone busy
    return entry
