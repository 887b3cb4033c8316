"""Where Wagtail asks about files."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail.admin import messages

from pages.files.contents import MODELS
from pages.files.references import is_approved

from . import approved_files


def keep_approved_files(request, action_type, files, action):
    """Refuse what would change an approved file; a move to another collection sends no signal of its own."""
    if action.model not in MODELS:
        return None
    try:
        for file in files:
            approved_files.refuse_change(file)
    except ValidationError as refusal:
        messages.error(request, f"Nothing was changed. {' '.join(refusal.messages)}")
        return redirect(action.next_url)
    action.approved_files = [file for file in files if is_approved(file)]
    return None


def tell_of_moved_files(request, action_type, files, action):
    """Tell of approved files that were moved."""
    if action_type == "add_to_collection":
        for file in getattr(action, "approved_files", []):
            file.refresh_from_db()
            approved_files.tell_change(file, "changed")
