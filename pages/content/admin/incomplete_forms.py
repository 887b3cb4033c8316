"""Screens of Wagtail that take a field for granted, each with an answer to a form without it."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.contrib.redirects import views as redirects

from pages.moderation.people.guard import NeedsSecondPerson

TAKES_TWO = "Add redirects to another host, or from where a page is, one by one: each takes a second person."


class LinkView(ExternalLinkView):
    """Asks for the address of a link."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Refuse a form without the field for the address."""
        if f"{self.form_prefix}-url" not in request.POST:
            raise BadRequest("There is no address.")
        return super().post(request)


def process_import(request: HttpRequest) -> HttpResponse:
    """Import all or nothing; ask again for a file that is not there or imported already."""
    try:
        with transaction.atomic():
            return redirects.process_import(request)
    except NeedsSecondPerson:
        messages.error(request, f"Nothing was imported. {TAKES_TWO}")
        return redirect("wagtailredirects:start_import")
    except (KeyError, FileNotFoundError, SuspiciousOperation):  # the last from Wagtail 8.1 on
        messages.error(request, "Nothing was imported. If its redirects are missing, choose the file again.")
        return redirect("wagtailredirects:start_import")


# These come before Wagtail's addresses. Wagtail's still provide the names for reversing.
urlpatterns = [
    path("choose-external-link/", require_admin_access(LinkView.as_view()), name="link_address"),
    path("redirects/import/process/", require_admin_access(process_import), name="import_redirects"),
]
