"""The register, a super-complaint or a recommendation as it stood at the end of a day (``?as_at=``)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from pages.core.page_visibility import public_descendants
from pages.core.query_parameters import AS_AT, supports_as_at
from pages.http_cache import clock
from pages.http_cache.keys import ORGANISATIONS, below_key
from pages.http_cache.response_recorder import record_shown_keys

from . import register_as_at
from .page_as_at import find
from .parameters import AskedWronglyError, day_in
from .rebuilt import expect_texts_of
from .views import answer


def or_as_it_stood(view: Callable) -> Callable:
    """Return ``view`` of a page, but for ``?as_at=``: that shows the page as it stood on a day."""

    @wraps(view)
    @supports_as_at
    def answer_for_the_day(page, request):
        is_preview = getattr(request, "is_preview", False)
        return serve(page, request) if AS_AT in request.GET and not is_preview else view(page, request)

    return answer_for_the_day


def serve(page: Any, request):
    """Show ``page`` as it stood; what is no day in the past gives the form with a message."""
    try:
        day = day_in(request.GET[AS_AT])
    except AskedWronglyError as error:
        return answer(request, page, "as_at_problem", "On another day", problem=str(error))
    # What stands below is read as mere versions.
    record_shown_keys(below_key(page.pk), ORGANISATIONS)
    found = find(type(page).objects.filter(pk=page.pk), day, known=[page], with_texts=True)
    title = f"On {day:%-d %B %Y}"
    then = found.shown[0] if found.shown else None
    if then:
        expect_texts_of(then.page)
    context: dict[str, Any] = {
        "day": day,
        "is_today": day == clock.today(),
        "then": then,
        "built": then.page if then else None,
        # Links to what is kept as it stood lead to the same day.
        "keep": f"?as_at={day}",
    }
    if isinstance(page, SuperComplaintIndexPage):
        context |= register_as_at.context(page, day, request.GET.get("page"))
        return answer(request, page, "as_at_index", title, **context, query=f"as_at={day}&")
    if found.hidden:
        return answer(request, page, "as_at_problem", title, problem=f"{found.why}.", status=410, **context)
    if not found.shown:
        problem = f"Nothing of this page was published by the end of {day:%-d %B %Y}."
        return answer(request, page, "as_at_problem", title, problem=problem, **context)
    if isinstance(page, SuperComplaintPage):
        below = find(public_descendants(RecommendationResponsePage.objects.all(), page), day)
        context.update(recommendations=below.shown, hidden=below.hidden)
        return answer(request, page, "as_at_super_complaint", title, **context)
    return answer(
        request, page, "as_at_recommendation", title, super_complaint=page.super_complaint, **context
    )
