"""The screen on which a second person confirms or refuses a role."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.core.stored_links import parse_key
from pages.moderation.people import membership
from pages.moderation.people.pending_role import PendingRole
from pages.moderation.rules import roles
from pages.moderation.types import StaffRequest


class PendingRolesView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the pending roles, with buttons for those who may decide."""

    request: StaffRequest
    page_title = "Roles to confirm"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "user"
    template_name = "moderation/pending_roles.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Allow Site administrators and approving officers, and superusers, who may take back a role."""
        if not (roles.may_confirm_roles(request.user) or request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pending roles, and what the user may do with each."""
        user = self.request.user
        rows = [
            (
                pending,
                roles.display_name(pending.given_by),
                pending.may_be_confirmed_by(user),
                pending.may_be_refused_by(user),
            )
            for pending in PendingRole.objects.select_related("person", "given_by")
        ]
        return super().get_context_data(**kwargs, rows=rows)

    def post(self, request: StaffRequest) -> HttpResponse:
        """Confirm or refuse a role, if the user may."""
        actions = {"confirm": membership.confirm_role, "refuse": membership.refuse_role}
        key, action = parse_key(request.POST.get("pending")), actions.get(request.POST.get("action", ""))
        if not action or key is None:
            raise PermissionDenied
        try:
            pending = PendingRole.objects.get(pk=key)
            action(pending, request.user)
        except PendingRole.DoesNotExist:  # somebody else has decided
            raise Http404 from None
        outcome = "confirmed" if action is membership.confirm_role else "refused"
        messages.success(request, f"{pending}: {outcome}.")
        return redirect("moderation:pending_roles")
