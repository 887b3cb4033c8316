"""The screen that sends a link, and shows the links that were sent and the answers."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from pages.core.stored_links import parse_key
from pages.moderation.desk.decision_view import DecisionView
from pages.moderation.gate.publication_set import PublicationSet, set_holding
from pages.opinions.asking import ask, may_show, revoke, who_may_agree, who_may_approve
from pages.opinions.forms import AskForm
from pages.opinions.models import OpinionRequest


class AskView(DecisionView):
    """Asks about one page or snippet."""

    page_title = "Ask somebody without an account"
    header_icon = "mail"
    button = "Send the link"
    template_name = "opinions/admin/ask.html"
    form_class = AskForm

    def may_decide(self) -> bool:
        return may_show(self.object, self.request.user)

    @cached_property
    def set(self) -> PublicationSet | None:
        """The set that the object is in: whoever is asked sees all of it."""
        return set_holding(self.object)

    @property
    def objects(self) -> list[Any]:
        return self.set.objects_in_order() if self.set else [self.object]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer those who may approve it by a link, or agree to it."""
        approvers = [*who_may_approve(self.object), *who_may_agree(self.objects)]
        return {**super().get_form_kwargs(), "approvers": approvers}

    @property
    def requests(self) -> QuerySet:
        return OpinionRequest.objects.about(self.object)

    def decide(self, chosen: dict[str, Any]) -> str:
        reader = chosen["reader"]
        ask(self.request.user, self.objects, reader, chosen["purpose"], chosen["days"])
        return f"The link was sent to {reader.address}."

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        return redirect(self.request.path) if response.status_code == 302 else response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "revoke" not in request.POST:
            return super().post(request, *args, **kwargs)
        found = self.requests.filter(pk=parse_key(request.POST["revoke"]) or 0).first()
        if found:
            revoke(found, self.request.user)
            messages.success(request, f"The link to {found} works no more.")
        return redirect(request.path)
