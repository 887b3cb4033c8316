"""The screen on which a second person confirms or refuses an approving role."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.moderation.people import membership
from pages.moderation.people.pending_role import PendingRole
from pages.moderation.rules import roles


class PendingRolesView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the roles that wait, with buttons for those who may press them."""

    page_title = "Roles to confirm"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "user"
    template_name = "moderation/pending_roles.html"

    def dispatch(self, request, *args, **kwargs):
        """Let Site administrators and approving officers in; superusers may take back what they gave."""
        if not (roles.may_confirm_roles(request.user) or request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the roles that wait."""
        user: Any = self.request.user
        waiting = PendingRole.objects.select_related("person", "given_by")
        rows = [
            (each, roles.name_of(each.given_by), each.may_be_confirmed_by(user), each.may_be_refused_by(user))
            for each in waiting
        ]
        return super().get_context_data(**kwargs, rows=rows)

    def post(self, request):
        """Confirm or refuse one, if the person may."""
        actions = {"confirm": membership.confirm, "refuse": membership.refuse}
        number, action = request.POST.get("pending", ""), actions.get(request.POST.get("action"))
        if not action or not number.isdecimal():
            raise PermissionDenied
        try:
            pending = PendingRole.objects.get(pk=int(number[:18]))
            action(pending, request.user)
        except PendingRole.DoesNotExist:  # somebody else decided before, or this very moment
            raise Http404 from None
        done = "confirmed" if action is membership.confirm else "refused"
        messages.success(request, f"{pending}: {done}.")
        return redirect("moderation:pending_roles")
