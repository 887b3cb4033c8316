"""The screens on which one decision about a page or snippet is made, and their base."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import DraftStateMixin, Page

from pages.core.grouping import index_by
from pages.core.moments import moment_in_words
from pages.files.version_files import FILE_MODELS, files_in_version
from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry, DeletedObject
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.versions import REDACTION_REASONS, PublishedVersion
from pages.moderation.takedown import (
    ask_to_take_down,
    decline_take_down,
    redact,
    redactable_versions,
    requests_to_take_down,
    take_down,
    take_down_file,
)

from .base import AdminView
from .open_reviews import find_moderated_object, name_and_address


class DecisionView(AdminView, FormView):
    """A screen on which one decision about ``object`` is made, with a reason."""

    template_name = "moderation/decision.html"
    button = ""
    decided_set: PublicationSet | None = None
    """The set that is decided about as a whole, if ``object`` is in one."""
    questions: ClassVar[dict[str, forms.Field]] = {}
    """What the form asks, if it is no form of its own."""

    def get_form_class(self) -> type[forms.Form]:
        return self.form_class or type("Questions", (forms.Form,), {**self.questions})

    def level_above(self) -> list[dict[str, str]]:
        return [{"url": self.edit_address(), "label": self.page_subtitle}]

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.object = self.get_object()
        self.page_subtitle = self.subject_name()
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Any:
        return find_moderated_object(self.kwargs["label"], self.kwargs["pk"])

    def subject_name(self) -> str:
        return name_and_address(self.object, self.decided_set, self.request.user)[0]

    def edit_address(self) -> str:
        """Return the address of the set or the editor, or of the dashboard if the user may not open that."""
        return name_and_address(self.object, self.decided_set, self.request.user)[
            1
        ] or reverse("wagtailadmin_home")

    def decide(self, chosen: dict[str, Any]) -> str:
        """Do what was ``chosen`` in the form, and return a message for the user."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Decide and return to the editor, or show in the form why that is impossible."""
        try:
            message = self.decide(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect(
            get_valid_next_url_from_request(self.request) or self.edit_address()
        )


def reason_field(label: str, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text
        or "Your colleagues can see this in the audit log. Do not include personal data.",
    )


def because_field(choices: list[tuple[str, str]], help_text: str) -> forms.ChoiceField:
    """Return a field that asks for the kind of reason that readers see."""
    return forms.ChoiceField(
        choices=[(value, capfirst(label)) for value, label in choices],
        widget=forms.RadioSelect,
        label="Reason",
        error_messages={"required": "Choose a reason."},
        help_text=help_text,
    )


REASONS = [
    choice
    for choice in PublishedVersion.WithdrawalReason.choices
    if choice[0] != "expired"
]


class TakeDownView(DecisionView):
    """Takes down a snippet, or a page and everything below it."""

    page_title = "Take down"
    header_icon = "download"
    button = "Take down now"
    template_name = "moderation/take_down.html"
    opens_to = staticmethod(roles.may_take_down)
    questions = {
        "because": because_field(
            REASONS, "People who visit the page will see the date and this reason."
        ),
        "reason": reason_field(
            "What happened",
            "Say what happened.",
            "Shown to colleagues who edit or review this, and kept in the audit log. "
            "Do not include personal data.",
        ),
    }

    def requests(self) -> list[AuditLogEntry]:
        """Return who asked to take it down, and why."""
        return list(requests_to_take_down(self.object))

    def get_form(self, form_class: Any = None) -> forms.Form:
        form: forms.Form = super().get_form(form_class)
        form.fields["because"].required = not self.keeps
        return form

    @property
    def keeps(self) -> bool:
        """Return True if the user decided to keep it public."""
        return "keep" in self.request.POST

    def decide(self, chosen: dict[str, Any]) -> str:
        if self.keeps:
            decline_take_down(self.object, self.request.user, chosen["reason"])
            return f"Kept public: {self.page_subtitle}."
        because = PublishedVersion.WithdrawalReason(chosen["because"])
        names = take_down(self.object, self.request.user, because, chosen["reason"])
        if not names:
            return "Nothing was taken down because none of this is public."
        return f"Taken down: {', '.join(names)}."

    def affected_names(self) -> list[str]:
        if isinstance(self.object, Page):
            affected = list(
                self.object.get_descendants(inclusive=True).live().specific()
            )
        else:
            affected = [self.object] if self.object.live else []
        return [obj.name_with(str(obj)) for obj in affected]

    def files(self) -> list[tuple[str, str]]:
        """Return the name of each file that this shows, and where it is taken down for good."""
        files = []
        for model, key in files_in_version(self.object):
            if file := model._base_manager.filter(pk=key).first():
                address = reverse(
                    "moderation:take_down_file", args=[file._meta.label_lower, file.pk]
                )
                files.append((str(file), address))
        return sorted(files)


class AskToTakeDownView(DecisionView):
    """Asks those who can take down something public to do so."""

    page_title = "Ask to take down"
    header_icon = "download"
    button = "Ask to take down"
    template_name = "moderation/ask_to_take_down.html"
    questions = {
        "reason": reason_field(
            "What is wrong",
            "Say what is wrong.",
            "Shown to moderators and approving officers, and kept in the audit log. "
            "Do not include personal data.",
        )
    }

    def may_open(self) -> bool:
        return may_edit(self.object, self.request.user)

    def get_object(self) -> Any:
        obj = super().get_object()
        if not obj.live or not hasattr(obj, "full_name"):
            raise Http404
        return obj

    def decide(self, chosen: dict[str, Any]) -> str:
        ask_to_take_down(self.object, self.request.user, chosen["reason"])
        return "Request sent to the moderators and approving officers. It stays public until one decides."


class TakeDownFileView(TakeDownView):
    """Deletes a document or an image for good, whether or not somebody approved it."""

    page_title = "Take down a file"
    button = "Delete file now"
    template_name = "moderation/take_down_file.html"
    questions = {
        **TakeDownView.questions,
        "because": because_field(REASONS, "Your colleagues will see this."),
    }

    def get_object(self) -> Any:
        models = index_by(FILE_MODELS, "_meta.label_lower")
        if self.kwargs["label"] not in models:
            raise Http404
        return get_object_or_404(models[self.kwargs["label"]], pk=self.kwargs["pk"])

    def subject_name(self) -> str:
        return str(self.object)

    def requests(self) -> list[AuditLogEntry]:
        """Return nothing: nobody asks to take down a file."""
        return []

    def edit_address(self) -> str:
        """Return the address of the dashboard: not everybody who takes down may open a file."""
        return reverse("wagtailadmin_home")

    def decide(self, chosen: dict[str, Any]) -> str:
        name = str(self.object)
        because = PublishedVersion.WithdrawalReason(chosen["because"])
        take_down_file(self.object, self.request.user, because, chosen["reason"])
        return f"Taken down: {name}."


class RedactionForm(forms.Form):
    """Asks which versions, which kind of reason readers see, and for the reason itself."""

    version = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Version",
        error_messages={"required": "Choose a version."},
    )
    extent = forms.ChoiceField(
        choices=[
            ("this", "This version only"),
            ("earlier", "This and all earlier versions"),
        ],
        widget=forms.RadioSelect,
        label="Which versions",
        error_messages={"required": "Choose which versions."},
        help_text="Earlier versions often contain the same error.",
    )
    addresses = forms.BooleanField(
        required=False,
        label="Old addresses too",
        help_text=(
            "Tick this only if an old address contains what must be removed. Links to it and to pages under "
            "it will stop working, and an identifier in the data that was made from it will change. The "
            "current address stays, so change it first with a corrected version."
        ),
    )
    because = because_field(
        REDACTION_REASONS,
        "Readers will see the date and this reason instead of the version.",
    )
    reason = reason_field("What must be removed", "Say what must be removed.")

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[PublishedVersion] | tuple[()] = (),
        **kwargs: Any,
    ) -> None:
        """Offer ``versions``, and the question about addresses if any of them has one."""
        super().__init__(*args, **kwargs)
        choices = []
        for version in versions:
            note = Truncator(version.change_note).chars(60)
            time = moment_in_words(version.published_at)
            choices.append((version.number, f"{version.number}, {time}: {note}"))
        self.fields["version"].choices = choices  # type: ignore[attr-defined]
        if not any(version.path for version in versions):
            del self.fields["addresses"]


class RedactionView(DecisionView):
    """Redacts published versions of a page or a snippet."""

    page_title = "Redact published versions"
    header_icon = "cut"
    button = "Redact permanently"
    template_name = "moderation/redact.html"
    opens_to = staticmethod(roles.may_take_down)
    form_class = RedactionForm

    def get_object(self) -> DraftStateMixin | DeletedObject:
        return find_moderated_object(
            self.kwargs["label"], self.kwargs["pk"], include_deleted=True
        )

    def edit_address(self) -> str:
        if isinstance(self.object, DeletedObject):
            return reverse("decision_log")
        return super().edit_address()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "versions": redactable_versions(self.object),
        }

    def decide(self, chosen: dict[str, Any]) -> str:
        numbers = redact(
            self.object,
            chosen["version"],
            self.request.user,
            chosen["because"],
            chosen["reason"],
            and_earlier=chosen["extent"] == "earlier",
            addresses=chosen.get("addresses", False),
        )
        return f"Redacted: {', '.join(f'version {number}' for number in numbers)}."

    def public_version(self) -> PublishedVersion | None:
        if self.object.live:
            return PublishedVersion.objects.for_object(self.object).first()
        return None
