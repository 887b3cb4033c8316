"""Taking in feedback."""

import logging

from django.db import DatabaseError, InterfaceError
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from wagtail.models import Site

from pages.core.public import live_pages
from pages.http_cache.address_classes import private

from . import intake, rate_limit
from .forms import FeedbackForm
from .models import FeedbackPage

logger = logging.getLogger(__name__)

FROM_ELSEWHERE = "This form can be sent only from this site. Check what you typed and send it again."
TOO_MANY = "We have had a lot of feedback from your network. Wait ten minutes, then send it again."
NOT_STORED = (
    "Sorry, we could not store your feedback. Everything you typed is still here: "
    "send it again in a few minutes."
)


@csrf_exempt
@private
def send(request):
    """Store the feedback, then thank the reader; whatever is refused comes back with all it held.

    There is no token against forgery, which would need a cookie: the sender has no rights that another
    site could use. What a browser says came from elsewhere is refused all the same.
    """
    if request.method != "POST":  # the address of a form that came back, asked for again
        return redirect("/feedback/")
    form = FeedbackForm(request.POST)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return _again(request, form, 403, FROM_ELSEWHERE)
    if rate_limit.is_exceeded(request):
        response = _again(request, form, 429, TOO_MANY)
        response["Retry-After"] = str(rate_limit.PERIOD_SECONDS)
        return response
    if not form.is_valid():
        return _again(request, form, 400)
    try:
        intake.store(request, form)
    except (DatabaseError, InterfaceError) as error:
        logger.error("Feedback could not be stored: %s", type(error).__name__)
        return _again(request, form, 503, NOT_STORED)
    response = redirect("feedback_thanks")
    response.status_code = 303
    return response


def unavailable(request):
    """Answer while nothing can be stored: what was typed comes back (503)."""
    return _again(request, FeedbackForm(request.POST), 503, NOT_STORED)


def _again(request, form, status, message=None):
    """Show the form with what was typed, and ``message`` first."""
    if message:
        form.full_clean()  # it finds its own errors first
        form.add_error(None, message)
    return render(request, FeedbackPage.template, {"page": _page(request), "form": form}, status=status)


def _page(request) -> FeedbackPage | None:
    """Return the words around the form, if the database can tell them."""
    try:
        return live_pages(FeedbackPage.objects.in_site(Site.find_for_request(request))).first()
    except (DatabaseError, InterfaceError):
        return None


@require_GET
@private
def thanks(request):
    """Thank the reader."""
    return render(request, "feedback/thanks.html")
