"""Receives feedback: stores what a reader sent before anything else is done with it."""

import hashlib
import uuid
from urllib.parse import urlencode

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from wagtail.models import Page, Site

from pages.core.cache_policy import private_view
from pages.core.outages import DATABASE
from pages.core.page_visibility import live_pages
from pages.core.rate_limits import count_and_check_network, network_is_at_limit
from pages.core.same_origin import came_from_elsewhere

from .forms import FeedbackForm, path_on_this_site
from .models import FeedbackEntry, FeedbackPage


def store_feedback(request: HttpRequest, form: FeedbackForm) -> bool:
    """Store the valid ``form``; return whether it was not stored before: a second press stores nothing.

    Spam is stored as spam, and the response does not reveal that to its sender. Raises
    ``DatabaseError`` if the entry cannot be stored.
    """
    data = form.cleaned_data
    path = data["page_path"]
    values = {
        **form.answers,
        "page_path": path,
        "state": FeedbackEntry.State.NEW,
    }
    if path:
        values["page"] = Page.find_for_request(request, path)
    if data["subject"]:
        values["state"] = FeedbackEntry.State.SPAM
    _, is_new = FeedbackEntry.objects.get_or_create(
        digest=_submission_digest(form), defaults=values
    )
    return is_new


def _submission_digest(form: FeedbackForm) -> uuid.UUID:
    if form.is_one_press:
        return uuid.uuid4()  # nothing tells one reader's from another's
    # The form is in it: another reader who writes the same is another reader.
    parts = [
        form.data["opened"],
        form.cleaned_data["page_path"],
        *form.answers.values(),
    ]
    return uuid.UUID(bytes=hashlib.sha256("\0".join(parts).encode()).digest()[:16])


PERIOD_SECONDS = 10 * 60
MAX_STORED = {"feedback": 30, "feedback-yes": 100}
"""Entries in a period from one address, which a whole library, refuge or police station may share."""
SENT_FROM_ELSEWHERE = (
    "This form can be sent only from this site. Check what you typed and send it again."
)
TOO_MANY_SUBMISSIONS = "We have had a lot of feedback from your network. Wait ten minutes, then send it again."
NOT_STORED = (
    "Sorry, we could not store your feedback. Everything you typed is still here: "
    "send it again in a few minutes."
)


@csrf_exempt
@private_view
def submit_feedback(request: HttpRequest, is_busy: bool = False) -> HttpResponse:
    """Store the feedback and thank the reader.

    A refused form is shown again with all it held.

    ``is_busy`` is what nginx has refused, because too much came from there.

    There is no CSRF token, which would need a cookie: the sender has no rights that
    another site could abuse. A form that the browser says came from another site is
    refused all the same.
    """
    # This is the address of a form that was shown again, opened by itself.
    if request.method != "POST":
        return redirect("/feedback/")
    form = FeedbackForm(request.POST)
    if came_from_elsewhere(request):
        return _show_form_again(request, form, 403, SENT_FROM_ELSEWHERE)
    # If the cache is down everybody may submit, because what readers send matters more.
    kind = "feedback-yes" if form.is_one_press else "feedback"
    if is_busy or network_is_at_limit(kind, request, MAX_STORED[kind]):
        response = _show_form_again(request, form, 429, TOO_MANY_SUBMISSIONS)
        response["Retry-After"] = str(PERIOD_SECONDS)
        return response
    if not form.is_valid():
        return _show_form_again(request, form, 400)
    try:
        if store_feedback(request, form):
            count_and_check_network(kind, request, MAX_STORED[kind], PERIOD_SECONDS)
    except (DatabaseError, InterfaceError) as error:
        DATABASE.note_failure(error)
        return _show_form_again(request, form, 503, NOT_STORED)
    path = form.cleaned_data["page_path"]
    back = "?" + urlencode({"page": path}, safe="/") if path else ""
    response = redirect(f"{reverse('feedback_thanks')}{back}")
    response.status_code = 303
    return response


def feedback_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 while nothing can be stored, with the form and all that was typed."""
    return _show_form_again(request, FeedbackForm(request.POST), 503, NOT_STORED)


def _show_form_again(
    request: HttpRequest, form: FeedbackForm, status: int, message: str | None = None
) -> HttpResponse:
    if message:
        form.full_clean()  # finds the errors of the form itself first
        form.add_error(None, message)
    context = {"page": _feedback_page(request), "form": form}
    return render(request, FeedbackPage.template, context, status=status)


def _feedback_page(request: HttpRequest) -> FeedbackPage | None:
    """Return the page with the text around the form; ``None`` without one, or without the database."""
    try:
        return live_pages(
            FeedbackPage.objects.in_site(Site.find_for_request(request))
        ).first()
    except (DatabaseError, InterfaceError):
        return None


@require_GET
@private_view
def thank_reader(request: HttpRequest) -> HttpResponse:
    back = path_on_this_site(request.GET.get("page", ""))
    return render(request, "feedback/thanks.html", {"back": back})
