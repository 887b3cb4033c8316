"""The register, a super-complaint or a recommendation as it stood at the end of a day (``?as_at=``)."""

from collections import Counter
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.states.standing import counted
from complaints.vocabulary import State
from pages.delivery import clock
from pages.public import listed_below

from .asking import AskedWronglyError, day_in
from .past import find
from .rebuilt import expect_texts_of
from .views import PER_PAGE, answer


def serve(page: Any, request):
    """Show ``page`` as it stood; what is no day in the past gives the form with a message."""
    try:
        day = day_in(request.GET["as_at"])
    except AskedWronglyError as error:
        return answer(request, page, "as_at_problem", "On another day", problem=str(error))
    found = find(type(page).objects.filter(pk=page.pk), day, with_texts=True)
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
        return answer(request, page, "as_at_index", title, **context, **_register(page, request, day))
    if found.hidden:
        return answer(request, page, "as_at_problem", title, problem=f"{found.why}.", status=410, **context)
    if not found.shown:
        problem = f"Nothing of this page was published by the end of {day:%-d %B %Y}."
        return answer(request, page, "as_at_problem", title, problem=problem, **context)
    if isinstance(page, SuperComplaintPage):
        below = find(_public(RecommendationResponsePage, page), day)
        context.update(recommendations=below.shown, hidden=below.hidden)
        return answer(request, page, "as_at_super_complaint", title, **context)
    return answer(
        request, page, "as_at_recommendation", title, super_complaint=page.super_complaint, **context
    )


def _register(page: SuperComplaintIndexPage, request, day: date) -> dict[str, Any]:
    """Return 25 super-complaints, the newest first, with the states of their recommendations."""
    found = find(_public(SuperComplaintPage, page), day)
    found.shown.sort(key=lambda each: each.page.title)
    found.shown.sort(key=lambda each: str(each.page.submitted or ""), reverse=True)
    listed = Paginator(found.shown, PER_PAGE).get_page(request.GET.get("page"))
    # The recommendations of those on this page of the list alone.
    places = (Q(path__startswith=each.page.path) for each in listed)
    below = _public(RecommendationResponsePage, page).filter(reduce(or_, places, Q(pk=None)))
    parts = find(below, day)
    states: dict[str, list[State]] = {}
    for each in parts.shown:
        states.setdefault(each.page.path[: -each.page.steplen], []).append(each.state)
    hidden = Counter(page.path[: -page.steplen] for page in parts.hidden_pages)
    for each in listed:
        of_this = states.get(each.page.path, [])
        each.total, each.counts, each.hidden = len(of_this), counted(of_this), hidden[each.page.path]
    return {"listed": listed, "hidden": found.hidden, "query": f"as_at={day}&"}


def _public(model: Any, page: Any) -> QuerySet:
    return listed_below(model.objects.all(), page)
