"""What warns of the last saved draft, and suggestions, in the panel of checks beside the form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_denied

from pages.moderation.approval.draft_warnings import (
    style_of_latest_draft,
    warnings_about_latest_draft,
)
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.roles import StaffRequest

from .open_reviews import find_moderated_object


@require_GET
def show_draft_checks(request: StaffRequest, label: str, pk: str) -> HttpResponse:
    """Show them when somebody opens the panel: they take a sixth of the time that the form takes."""
    obj = find_moderated_object(label, pk)
    if not may_edit(obj, request.user):
        return permission_denied(request)
    context = {
        "warnings": warnings_about_latest_draft(obj),
        "suggestions": style_of_latest_draft(obj),
    }
    return render(request, "moderation/draft_checks.html", context)
