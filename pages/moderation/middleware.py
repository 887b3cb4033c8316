"""A publication that breaks a rule is refused with the reason, whichever screen started it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse


class RefusedPublicationMiddleware:
    """Turn a ``ValidationError`` raised by a publication in the admin into messages.

    Wagtail checks a form when it is submitted; an approval publishes later, without any form, and would
    answer 500. The approval has been undone with its transaction, so nothing is lost.
    """

    def __init__(self, get_response):
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Show what stopped the publication on the screen that it was started from."""
        if not isinstance(exception, ValidationError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        for text in exception.messages:
            messages.error(request, f"Not published. {text}")
        if request.resolver_match.url_name != "workflow_action":
            return redirect(request.get_full_path())
        # Sent from a dialogue, which has nothing to show afterwards: the dashboard shows the messages.
        dashboard = reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": dashboard})
        return redirect(dashboard)
