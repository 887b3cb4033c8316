"""The emails that a demonstration would have sent, for whoever tries the site; they go after a week."""

import datetime
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

DAYS_KEPT = 7
MOST_SHOWN = 100
END_OF_MAIL = b"\n" + b"-" * 79 + b"\n"
"""What Django's backend writes after each email."""


@dataclass(frozen=True)
class OutgoingMail:
    """One email, as its readers would have seen it."""

    subject: str
    recipient: str
    sent_at: datetime.datetime
    text: str
    html: str


def newest_mails() -> list[OutgoingMail]:
    mails: list[OutgoingMail] = []
    for path in sorted(_mail_files(), key=_time_of, reverse=True):
        mails += reversed(list(_read_mails(path)))
        if len(mails) >= MOST_SHOWN:
            break
    return mails[:MOST_SHOWN]


def delete_old_mails() -> None:
    limit = timezone.now() - datetime.timedelta(days=DAYS_KEPT)
    for path in _mail_files():
        if _time_of(path) < limit:
            path.unlink(missing_ok=True)


def _mail_files() -> Iterator[Path]:
    return Path(settings.DEMO_MAILS).glob("*.log")


def _time_of(path: Path) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)


def _read_mails(path: Path) -> Iterator[OutgoingMail]:
    for written in path.read_bytes().split(END_OF_MAIL):
        if written.strip():
            message = email.message_from_bytes(written, policy=email.policy.default)
            yield OutgoingMail(
                subject=str(message["Subject"]),
                recipient=str(message["To"]),
                sent_at=_time_of(path),
                text=_content_of(message, "plain"),
                html=_content_of(message, "html"),
            )


def _content_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body([kind])
    return body.get_content() if body else ""


class OutgoingMailView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the newest emails, as text and as HTML; there is none outside a demonstration."""

    page_title = "Demonstration emails"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": page_title},
    ]
    header_icon = "mail"
    template_name = "complaints/demo/mails.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, mails=newest_mails(), days=DAYS_KEPT)


class OutgoingMailPanel(Component):
    """Leads from the dashboard to the emails."""

    name = "outgoing_mail"
    template_name = "complaints/demo/mail_panel.html"
    order = 900


def add_mail_panel(request: HttpRequest, panels: list[Component]) -> None:
    if settings.DEMO:
        panels.append(OutgoingMailPanel())
