"""The screen on which somebody with an account agrees to a response for their organisation."""

from typing import Any

from django import forms
from django.utils.functional import cached_property

from pages.moderation.desk.decision_view import DecisionView
from pages.moderation.gate.agreement import Shown, record_agreement, who_speaks_for
from pages.moderation.gate.outside_approver import OutsideApprover
from pages.moderation.gate.snapshot import fingerprint
from pages.moderation.types import Visitor
from pages.opinions.forms import AnswerForm
from pages.opinions.models import OpinionRequest
from pages.opinions.shown_draft import ShownDraft


def person_of(user: Visitor, obj: Any) -> OutsideApprover | None:
    """Return the entry by which ``user`` may agree to the latest draft of ``obj``; none if there is none."""
    if not hasattr(obj, "agreements_needed"):  # the root above all pages
        return None
    draft = obj.get_latest_revision_as_object() if obj.latest_revision_id else obj
    people = [person for needed in draft.agreements_needed() for person in who_speaks_for(needed.whose)]
    return next((person for person in people if user.pk and person.account_id == user.pk), None)


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
    button = "Send your answer"
    template_name = "opinions/admin/agree.html"
    form_class = AgreementForm

    @cached_property
    def person(self) -> OutsideApprover | None:
        return person_of(self.request.user, self.object)

    def may_decide(self) -> bool:
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
        shown = Shown(self.object, int(revision) if revision.isdecimal() else 0, digest)
        agrees = chosen["verdict"] == OpinionRequest.Verdict.AGREES
        if self.person:
            comment = chosen["comment"].strip()
            record_agreement(shown, self.person, agrees=agrees, comment=comment, user=self.request.user)
        return "Thank you. Your answer is in the log, with this version."
