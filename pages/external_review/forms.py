"""The forms of those who ask, and of those who are asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from wagtail.models import Task

from pages.core.grouping import index_by_text_key
from pages.core.text import PlainTextField
from pages.moderation.approval.draft_warnings import warnings_to_tick
from pages.moderation.approval.external_approver import ExternalApprover

from .models import OpinionRequest
from .requests_by_link import Reader

DAYS = {7: "A week", 14: "Two weeks", 30: "30 days"}


class AskForm(forms.Form):
    """Who is asked, and what for.

    Those who were entered beforehand are chosen, not typed.
    """

    whom = forms.ChoiceField(
        label="Person",
        required=False,
        widget=forms.RadioSelect,
        initial="",
        choices=[("", "Someone else")],
    )

    post = forms.CharField(
        label="Their role",
        max_length=100,
        error_messages={"required": "Enter their role."},
        help_text="For example, “Deputy Chief Constable”. Your colleagues will see it with the reply.",
    )
    address = forms.EmailField(
        label="Their email address",
        help_text="We email the link to this address, and the code that opens it.",
        error_messages={
            "required": "Enter their email address.",
            "invalid": "Enter an email address, like name@example.org.",
        },
    )
    purpose = forms.ChoiceField(
        label="Request",
        choices=[
            (purpose, purpose.label)
            for purpose in (OpinionRequest.Purpose.OPINION, OpinionRequest.Purpose.READ)
        ],
        widget=forms.RadioSelect,
        initial=OpinionRequest.Purpose.OPINION,
        error_messages={"required": "Choose a request."},
    )
    question = PlainTextField(
        label="Your question",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you want to know, and by when. The email includes it, so leave out what is not public.",
    )
    days = forms.TypedChoiceField(
        label="Link expires after", choices=list(DAYS.items()), coerce=int, initial=14
    )

    def __init__(
        self, *args: Any, approvers: Iterable[ExternalApprover] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.approvers = index_by_text_key(approvers)
        choices = [
            (key, f"The {approver}: {_what_for(approver)}")
            for key, approver in self.approvers.items()
        ]
        if choices:
            self.fields["whom"].choices = [*choices, ("", "Someone else")]  # type: ignore[attr-defined]
        else:
            del self.fields["whom"]
        # The entry of an external approver has all of these.
        if self.data.get("whom") in self.approvers:
            for name in ("post", "address", "purpose"):
                self.fields[name].required = False

    def clean(self) -> dict:
        """Ask who it is, unless somebody was chosen who was entered beforehand."""
        cleaned = super().clean() or {}
        approver = self.approvers.get(cleaned.get("whom", ""))
        if approver:
            self.errors.pop("address", None)
            cleaned["reader"] = Reader.entered(approver)
            is_for_step = isinstance(approver.purpose, Task)
            purposes = OpinionRequest.Purpose
            cleaned["purpose"] = purposes.APPROVE if is_for_step else purposes.AGREE
            return cleaned
        if "@" in cleaned.get("post", ""):
            self.add_error(
                "post",
                "Enter their role here and their address below. The role is kept in the audit log.",
            )
        cleaned["reader"] = Reader(cleaned.get("post", ""), cleaned.get("address", ""))
        return cleaned


def _what_for(approver: ExternalApprover) -> str:
    purpose = approver.purpose
    if isinstance(purpose, Task):
        return f"approve the step “{purpose}”"
    return f"agree for {purpose}"


class CodeForm(forms.Form):
    """The code from the email, and what was typed before it was asked for."""

    code = forms.CharField(
        label="Code from our email",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": "Enter the code from our email"},
    )
    comment = forms.CharField(required=False, widget=forms.HiddenInput)


def _warnings_about(asked: OpinionRequest) -> list[tuple[str, str]]:
    """Return what whoever approves by the link has to tick, with the name of each of several pages."""
    if asked.is_overwritten:
        return []
    items = list(asked.items.select_related("revision"))
    found = []
    for item in items:
        draft = item.revision.as_object()
        name = f"{draft.name_with(str(draft))}: " if items[1:] else ""
        found += [
            (value, name + warning.text)
            for value, warning in warnings_to_tick(draft, item.revision_id)
        ]
    return found


class AnswerForm(forms.Form):
    """What somebody thinks of a draft."""

    verdict = forms.ChoiceField(
        choices=[
            (OpinionRequest.Verdict.AGREES, "I agree"),
            (OpinionRequest.Verdict.CHANGES, "I request changes"),
        ],
        widget=forms.RadioSelect,
        label="Your reply",
        error_messages={"required": "Select your reply"},
    )
    comment = PlainTextField(
        required=False,
        max_length=10_000,
        label="Comment",
        help_text="Only the people who work on the draft can read this.",
        error_messages={
            "max_length": "Shorten your comment to 10,000 characters or fewer"
        },
    )

    def __init__(self, asked: OpinionRequest, data: QueryDict | None = None) -> None:
        """Name what an answer to ``asked`` does, and show the answer that was given."""
        super().__init__(
            data, initial={"verdict": asked.verdict, "comment": asked.comment}
        )
        if asked.purpose == OpinionRequest.Purpose.APPROVE:
            self.fields["verdict"].label = "Your decision"
            self.fields["verdict"].choices = [  # type: ignore[attr-defined]
                (OpinionRequest.Verdict.AGREES, "I approve it"),
                (OpinionRequest.Verdict.CHANGES, "I request changes"),
            ]
            if choices := _warnings_about(asked):
                self.fields["ticked"] = forms.MultipleChoiceField(
                    required=False,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                    label="Check these",
                    help_text="To approve, tick each one that you have checked and that is correct.",
                )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        verdict = cleaned.get("verdict")
        if (
            verdict == OpinionRequest.Verdict.CHANGES
            and not cleaned.get("comment", "").strip()
        ):
            self.add_error("comment", "Say what should change")
        if verdict == OpinionRequest.Verdict.AGREES and "ticked" in self.fields:
            choices: Any = self.fields["ticked"]
            if {value for value, _ in choices.choices} - {*cleaned.get("ticked", [])}:
                self.add_error("ticked", "Tick each of these to approve")
        return cleaned
