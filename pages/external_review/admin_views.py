"""The screen that sends links and shows the answers, and the one by which an approving officer agrees."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin import messages

from pages.core.stored_content import parse_key
from pages.moderation.approval.agreement import (
    ShownText,
    record_agreement,
    who_speaks_for,
)
from pages.moderation.approval.external_approver import ExternalApprover
from pages.moderation.approval.public_content import fingerprint
from pages.moderation.approval.publication_set import PublicationSet, set_holding
from pages.moderation.approval.roles import Visitor
from pages.moderation.views.decisions import DecisionView

from .forms import AnswerForm, AskForm
from .models import OpinionRequest
from .requests_by_link import (
    LinkTerms,
    ask,
    may_show,
    revoke,
    who_may_agree,
    who_may_approve,
)
from .views import ShownDraft


class AskView(DecisionView):
    """Asks about one page or snippet."""

    page_title = "Ask for an opinion by email link"
    header_icon = "mail"
    button = "Send the link"
    template_name = "external_review/admin/ask.html"
    form_class = AskForm

    def may_open(self) -> bool:
        return may_show(self.object, self.request.user)

    @cached_property
    def set(self) -> PublicationSet | None:
        """The set that the object is in: whoever is asked sees all of it."""
        return set_holding(self.object)

    @property
    def objects(self) -> list[Any]:
        if self.set:
            return self.set.objects_in_order()
        return [self.object]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer those who may approve it by a link, or agree to it."""
        approvers = [*who_may_approve(self.object), *who_may_agree(self.objects)]
        return {**super().get_form_kwargs(), "approvers": approvers}

    @property
    def requests(self) -> QuerySet:
        return OpinionRequest.objects.about(self.object)

    def decide(self, chosen: dict[str, Any]) -> str:
        reader = chosen["reader"]
        question = chosen["question"].strip()
        terms = LinkTerms(chosen["purpose"], chosen["days"], question)
        ask(self.request.user, self.objects, reader, terms)
        return f"The link was sent to {reader.address}."

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            return redirect(self.request.path)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "revoke" not in request.POST:
            return super().post(request, *args, **kwargs)
        request_to_revoke = self.requests.filter(
            pk=parse_key(request.POST["revoke"]) or 0
        ).first()
        if request_to_revoke:
            revoke(request_to_revoke, self.request.user)
            messages.success(
                request, f"The link to {request_to_revoke} no longer works."
            )
        return redirect(request.path)


def person_of(user: Visitor, obj: Any) -> ExternalApprover | None:
    """Return the entry by which ``user`` may agree to the latest draft of ``obj``; none if there is none."""
    if not hasattr(obj, "agreements_needed"):  # the root above all pages
        return None
    if not ExternalApprover.objects.filter(account_id=user.pk or 0).exists():
        return None
    draft = obj.get_latest_revision_as_object() if obj.latest_revision_id else obj
    for needed in draft.agreements_needed():
        for person in who_speaks_for(needed.whose):
            if user.pk and person.account_id == user.pk:
                return person
    return None


class AgreementForm(AnswerForm):
    """The answer, with the revision that was shown."""

    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(OpinionRequest(), *args, **kwargs)
        self.fields["shown"].initial = shown


class AgreeView(DecisionView):
    """Takes the answer of a respondent who has an account."""

    page_title = "Agree to a response"
    header_icon = "check"
    button = "Send reply"
    template_name = "external_review/admin/agree.html"
    form_class = AgreementForm

    @cached_property
    def person(self) -> ExternalApprover | None:
        return person_of(self.request.user, self.object)

    def may_open(self) -> bool:
        return self.person is not None

    @cached_property
    def draft(self) -> ShownDraft:
        return ShownDraft(self.object.latest_revision, self.request)

    @property
    def shown(self) -> str:
        revision = self.object.latest_revision
        return f"{revision.pk} {fingerprint(revision.content)}"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {"data": kwargs.get("data"), "shown": self.shown}

    def decide(self, chosen: dict[str, Any]) -> str:
        revision, _, digest = chosen["shown"].partition(" ")
        key = int(revision) if revision.isdecimal() else 0
        shown = ShownText(self.object, key, digest)
        agrees = chosen["verdict"] == OpinionRequest.Verdict.AGREES
        if self.person:
            comment = chosen["comment"].strip()
            record_agreement(
                shown,
                self.person,
                agrees=agrees,
                comment=comment,
                user=self.request.user,
            )
        return "Thank you. Your reply has been saved with this version."
