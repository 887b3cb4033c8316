"""The screen on which a second person confirms or refuses a change, and an account is suspended."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.core.stored_links import parse_key
from pages.moderation.gate import roles
from pages.moderation.people import membership, second_person
from pages.moderation.people.second_person import PendingChange
from pages.moderation.types import StaffRequest

from .accounts import show_open_work


class SecondPersonView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the changes that wait, with buttons for who may decide; offers to suspend an account."""

    request: StaffRequest
    page_title = "Waits for a second person"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "user"
    template_name = "moderation/second_person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [
            (
                change,
                roles.display_name(change.asked_by),
                change.may_be_confirmed_by(user),
                change.may_be_refused_by(user),
            )
            for change in second_person.changes_seen_by(user)
        ]
        return super().get_context_data(**kwargs, rows=rows, accounts=membership.accounts_to_suspend(user))

    def post(self, request: StaffRequest) -> HttpResponse:
        if "account" in request.POST:
            person = get_object_or_404(
                membership.accounts_to_suspend(request.user), pk=parse_key(request.POST["account"])
            )
            membership.suspend(person, request.user)
            person.refresh_from_db()
            messages.success(request, f"Suspended: {roles.display_name(person)}. Its sessions have ended.")
            show_open_work(request, person)
            return redirect(second_person.SCREEN)
        actions = {"confirm": second_person.confirm, "refuse": second_person.refuse}
        key, action = parse_key(request.POST.get("change")), actions.get(request.POST.get("action", ""))
        if not action or key is None:
            raise PermissionDenied
        try:
            change = PendingChange.objects.get(pk=key)
            name = str(change)
            action(change, request.user)
        except PendingChange.DoesNotExist:  # somebody else has decided
            raise Http404 from None
        outcome = "confirmed" if action is second_person.confirm else "refused"
        messages.success(request, f"{name}: {outcome}.")
        return redirect(second_person.SCREEN)
