"""What a rule of publication refuses is refused with the reason, whichever screen started it."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

GONE = "Somebody has deleted it, or a part of it, since you opened it."


class RefusedPublicationMiddleware(MiddlewareMixin):
    """Turn a ``ValidationError`` that no form of the admin has caught into messages.

    Wagtail checks a form when it is submitted; an approval publishes later, without any form, and would
    answer 500. The approval has been undone with its transaction, so nothing is lost. The same goes for
    what somebody deletes while the request is being answered.
    """

    def process_exception(self, request, exception):
        """Show the reason on the form that was sent, or on the dashboard."""
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        refused = isinstance(exception, (ValidationError, ObjectDoesNotExist))
        if not (refused and is_admin and request.method == "POST"):
            return None
        for text in getattr(exception, "messages", [GONE]):
            messages.error(request, f"Not done. {text}")
        # The form can be opened again; every other screen answers to its own buttons only.
        edits = request.resolver_match.url_name == "edit"
        after = request.get_full_path() if edits else reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": after})
        return redirect(after)
