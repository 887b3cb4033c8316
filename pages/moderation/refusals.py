"""Showing why something was refused, whichever screen started it."""

import logging

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.defaults import permission_denied

from pages.core.addresses import is_admin_address
from pages.core.protected_tables import is_refusal

logger = logging.getLogger(__name__)

DELETED_MEANWHILE = "Someone has deleted it, or part of it, since you opened it."


def answer_refusal(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Turn a ``ValidationError`` that no form of the admin has caught into messages; ``None`` for others.

    Wagtail validates a form when it is submitted. An approval publishes later, without
    a form, and would answer 500. Its transaction was rolled back, so nothing is lost.
    The same applies if somebody deletes an object during the request. An error with an
    ``address`` leads there. A write to a protected table, from whatever view, is logged
    and refused.
    """
    if is_refusal(exception):
        logger.error("Refused to %s %s: %s", request.method, request.path, exception)
        return permission_denied(request, exception)
    is_expected = isinstance(exception, (ValidationError, ObjectDoesNotExist))
    if not (is_expected and is_admin_address(request) and request.method == "POST"):
        return None
    for message in getattr(exception, "messages", [DELETED_MEANWHILE]):
        messages.error(request, f"This could not be done. {message}")
    # Only an edit form can be opened again; other screens answer only their own
    # buttons.
    is_edit_form = (
        request.resolver_match is not None and request.resolver_match.url_name == "edit"
    )
    elsewhere = getattr(exception, "address", "") or reverse("wagtailadmin_home")
    next_url = request.get_full_path() if is_edit_form else elsewhere
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": next_url})
    return redirect(next_url)
