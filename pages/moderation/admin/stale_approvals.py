"""Approving in the editor means approving what the editor showed."""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

ADVICE = (
    "Not approved: somebody has saved a newer version since you opened this. "
    "Here it is. Read it, then approve it or ask for changes."
)


def refuse_unseen_approval(request, obj):
    """Answer an approval of a version that is not the newest with the newest; otherwise ``None``.

    If the reviewer has typed something, Wagtail goes on and saves it as a draft, which nobody approves by
    the same button: see ``IndependentApprovalTask.on_action``.
    """
    loaded = request.POST.get("loaded_revision_id")
    if "action-workflow-action" not in request.POST or loaded in {None, "", str(obj.latest_revision_id)}:
        return None
    seen = obj.revisions.filter(pk=loaded).first() if loaded.isdecimal() else None
    if seen and _has_typed(request, seen.as_object()):
        return None
    messages.error(request, ADVICE)
    return redirect(request.get_full_path())


def _has_typed(request, seen) -> bool:
    """Tell whether the form holds something else than what was shown."""
    screens = seen if isinstance(seen, Page) else type(seen).snippet_viewset
    form_class = screens.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=seen, for_user=request.user).has_changed()
