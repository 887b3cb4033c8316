"""Protection of approved files in Wagtail's bulk actions."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from pages.files.version_files import FILE_MODELS

from . import approved_files


def refuse_bulk_change_of_approved_files(
    request: HttpRequest, action_type: str, files: Iterable[Model], action: Any
) -> HttpResponse | None:
    """Refuse a bulk action on approved files; moving them to another collection sends no signal."""
    if action.model not in FILE_MODELS:
        return None
    try:
        for file in files:
            approved_files.refuse_change_of_approved_file(file)
    except ValidationError as refusal:
        messages.error(request, f"Nothing was changed. {' '.join(refusal.messages)}")
        return redirect(action.next_url)
    return None
