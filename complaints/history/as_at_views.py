"""The views of the register, a super-complaint or a recommendation as at the end of a day (``?as_at=``)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.models.recommendation_queryset import is_part_of
from pages.core.page_visibility import public_descendants
from pages.core.query_parameters import AS_AT, reads_parameters

from . import register_as_at
from .pages_as_at import find_pages_as_at
from .pages_from_versions import expect_links_of_page
from .query_parameters import MAX_LENGTH_OF_DATE, InvalidParameterError, parse_day
from .views import render_subpage

PageView = Callable[[Any, HttpRequest], TemplateResponse]


def support_as_at(view: PageView) -> PageView:
    """Return ``view`` of a page, which then answers ``?as_at=`` with the page as at that day."""

    @reads_parameters(AS_AT)
    @wraps(view)
    def serve(page: Page, request: HttpRequest) -> TemplateResponse:
        is_preview = getattr(request, "is_preview", False)
        past_day_asked = AS_AT in request.GET and not is_preview
        return serve_page_as_at(page, request) if past_day_asked else view(page, request)

    return serve


def serve_page_as_at(page: Page, request: HttpRequest) -> TemplateResponse:
    """Show ``page`` as at the day in the parameter; an invalid day gives the form with a message."""
    try:
        day = parse_day(request.GET[AS_AT])
    except InvalidParameterError as error:
        return render_subpage(
            request,
            page,
            "as_at_problem",
            "On another day",
            problem=str(error),
            typed=request.GET[AS_AT][:MAX_LENGTH_OF_DATE],
        )
    found = find_pages_as_at(type(page).objects.filter(pk=page.pk), day, known=[page], with_links=True)
    title = f"On {day:%-d %B %Y}"
    then = found.readable[0] if found.readable else None
    if then:
        expect_links_of_page(then.page)
    context: dict[str, Any] = {
        "day": day,
        "is_today": day == timezone.localdate(),
        "then": then,
        "built": then.page if then else None,
        # Links to other pages of the section keep the day.
        "keep": f"?as_at={day}",
    }
    if isinstance(page, SuperComplaintIndexPage):
        context |= register_as_at.register_as_at_context(page, day, request.GET.get("page"))
        return render_subpage(request, page, "as_at_index", title, **context, query=f"as_at={day}&")
    if found.hidden:
        problem = f"{found.hidden_reason}."
        return render_subpage(request, page, "as_at_problem", title, problem=problem, status=410, **context)
    if not then:
        problem = f"Nothing of this page was published by the end of {day:%-d %B %Y}."
        return render_subpage(request, page, "as_at_problem", title, problem=problem, **context)
    super_complaint = page if isinstance(page, SuperComplaintPage) else page.super_complaint
    below = find_pages_as_at(
        public_descendants(RecommendationResponsePage.objects.all(), super_complaint), day
    )
    if page is super_complaint:
        context.update(recommendations=below.readable, hidden=below.hidden)
        return render_subpage(request, page, "as_at_super_complaint", title, **context)
    # What nobody answered as a whole has the status of its parts, which stand beside it.
    beside = next((each for each in below.readable if each.page == page), then)
    hidden = sum(is_part_of(each, then.page) for each in below.hidden_pages)
    context.update(standings=beside.respondent_states, recommendations=beside.parts, hidden=hidden)
    return render_subpage(request, page, "as_at_recommendation", title, **context)
