"""Refusing approvals of anything but what the editor showed."""

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import DraftStateMixin, Page

from pages.moderation.types import StaffRequest

NEWER_VERSION_MESSAGE = (
    "Not approved: somebody has saved a newer version since you opened this. "
    "Here it is. Read it, then approve it or ask for changes."
)


def refuse_stale_approval(request: StaffRequest, obj: DraftStateMixin) -> HttpResponse | None:
    """Redirect an approval of an outdated version to the newest version; otherwise return None.

    If the reviewer also changed something, Wagtail saves that as a draft, and
    ``IndependentApprovalTask.on_action`` refuses the approval.
    """
    loaded_revision = request.POST.get("loaded_revision_id", "")
    if "action-workflow-action" not in request.POST or loaded_revision in {"", str(obj.latest_revision_id)}:
        return None
    shown = obj.revisions.filter(pk=loaded_revision).first() if loaded_revision.isdecimal() else None
    if shown and _form_has_changed(request, shown.as_object()):
        return None
    messages.error(request, NEWER_VERSION_MESSAGE)
    return redirect(request.get_full_path())


def _form_has_changed(request: StaffRequest, shown: DraftStateMixin) -> bool:
    """Tell whether the submitted form differs from what was ``shown``."""
    owner = shown if isinstance(shown, Page) else type(shown).snippet_viewset
    form_class = owner.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=shown, for_user=request.user).has_changed()
