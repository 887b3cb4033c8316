"""The screens on which Site administrators help others to sign in, without acting in their name."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.moderation.gate import roles

from . import enrolment, factor_reset, factors


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """Sends another link to somebody without a factor; asks to reset the factors of somebody else."""

    page_title = "Help to sign in"
    header_icon = "key"
    template_name = "accounts/help.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person: Any = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        user: Any = request.user
        if not factor_reset.may_help(user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            **kwargs,
            person=self.person,
            name=roles.display_name(self.person),
            has_factor=factors.has_factor(self.person),
            takes_two=factor_reset.takes_two(user, self.person),
            reset=factor_reset.reset_of(self.person),
            reason_to_send_none=enrolment.reason_to_send_none(self.person),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        name = roles.display_name(self.person)
        if factor_reset.takes_two(user, self.person):
            factor_reset.ask(user, self.person)
            messages.success(request, f"{name}: the reset waits for a second person.")
        elif reason := enrolment.reason_to_send_none(self.person):
            messages.error(request, f"No link was sent. {reason}")
        else:
            enrolment.invite(self.person, roles.display_name(user))
            messages.success(request, f"{name} was sent another link.")
        return redirect("accounts:help", pk=pk)
