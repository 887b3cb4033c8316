"""The screen of a demonstration that shows the e-mails which it would have sent, and the link to it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .outgoing_mail import DAYS_KEPT, newest_mails


class OutgoingMailView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the newest e-mails, as text and as HTML; there is none outside a demonstration."""

    page_title = "E-mails of the demonstration"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "mail"
    template_name = "complaints/demo/mails.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the e-mails."""
        return super().get_context_data(**kwargs, mails=newest_mails(), days=DAYS_KEPT)


class OutgoingMailPanel(Component):
    """Leads from the dashboard to the e-mails."""

    name = "outgoing_mail"
    template_name = "complaints/demo/mail_panel.html"
    order = 900


def add_mail_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the link to the dashboard of a demonstration."""
    if settings.DEMO:
        panels.append(OutgoingMailPanel())
