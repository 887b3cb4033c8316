"""Where Wagtail asks about files."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages

from . import guard
from .contents import MODELS
from .references import is_approved


@hooks.register("before_bulk_action")
def keep_approved_files(request, action_type, files, action):
    """Refuse what would change an approved file; a move to another collection sends no signal of its own."""
    if action.model not in MODELS:
        return None
    try:
        for file in files:
            guard.refuse_change(file)
    except ValidationError as refusal:
        messages.error(request, f"Nothing was changed. {' '.join(refusal.messages)}")
        return redirect(action.next_url)
    action.approved_files = [file for file in files if is_approved(file)]
    return None


@hooks.register("after_bulk_action")
def tell_of_moved_files(request, action_type, files, action):
    """Tell of approved files that were moved."""
    if action_type == "add_to_collection":
        for file in getattr(action, "approved_files", []):
            file.refresh_from_db()
            guard.tell_change(file, "changed")
