"""The form of the review screen that records an agreement, and the document that shows it."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from pages.files.uploads import clean_document, refuse_malware
from pages.files.views import private_file_response
from pages.moderation.approval import roles
from pages.moderation.approval.agreement import (
    RecordedAgreement,
    record_agreement,
)
from pages.moderation.approval.publication_set import set_in_review
from pages.moderation.approval.roles import StaffRequest

from . import open_reviews
from .base import AdminView
from .reviewed_items import ReviewedItem, reviewed_items


class AgreementForm(forms.ModelForm):
    """Who agreed for an organisation, when, and the letter or email that shows it."""

    organisation_id = forms.TypedChoiceField(label="Organisation", coerce=int)

    class Meta:
        model = RecordedAgreement
        fields = ["organisation_id", "name", "post", "agreed_on", "document"]
        labels = {
            "name": "Agreed by",
            "post": "Their role",
            "agreed_on": "Date they agreed",
            "document": "Letter or email",
        }
        help_texts = {
            "name": "First and last name. The audit log keeps it for 7 years.",
            "document": "PDF, plain text or .eml. Only moderators and approving officers can open it.",
        }
        widgets = {"agreed_on": AdminDateInput}

    def __init__(self, *args: Any, items: list[ReviewedItem], **kwargs: Any) -> None:
        """Offer the organisations whose agreement one of ``items`` lacks."""
        super().__init__(*args, **kwargs)
        missing = {}
        for item in items:
            for organisation, agreement in item.agreements:
                if not agreement:
                    missing[organisation.pk] = str(organisation)
        self.fields["organisation_id"].choices = list(missing.items())  # type: ignore[attr-defined]
        self.fields["document"].validators.append(
            FileExtensionValidator(["pdf", "txt", "eml"])
        )

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise ValidationError("Enter today’s date or a date in the past.")
        return day

    def clean_document(self) -> UploadedFile:
        document: UploadedFile = self.cleaned_data["document"]
        limit = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        if document.size is None or document.size > limit:
            raise ValidationError(
                f"The file must be smaller than {filesizeformat(limit)}."
            )
        refuse_malware(document)
        clean_document(document)
        return document


class AgreementView(AdminView, FormView):
    """Takes the form of the review screen, and shows it by itself if something in it is wrong."""

    page_title = "Record an agreement"
    header_icon = "check"
    template_name = "moderation/agreement.html"
    form_class = AgreementForm

    def may_open(self) -> bool:
        self.state = open_reviews.open_task_state(self.kwargs["pk"])
        return open_reviews.may_review(self.state, self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._lead_back()

    def get_form_kwargs(self) -> dict[str, Any]:
        obj = open_reviews.reviewed_object(self.state)
        items = reviewed_items(self.state, obj, set_in_review(obj), self.request)
        return {**super().get_form_kwargs(), "items": items}

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            record_agreement(form.instance, self.state, self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, f"Recorded: {form.instance}.")
        return self._lead_back()

    def _lead_back(self) -> HttpResponse:
        return redirect(reverse("moderation:review", args=[self.state.pk]))


def serve_agreement_document(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Send the letter or email to whoever may approve; nobody else may read it."""
    if not roles.has_role(request.user, *roles.APPROVING_ROLES):
        raise PermissionDenied
    document = get_object_or_404(RecordedAgreement, pk=pk).document
    return private_file_response(request, document, True, as_attachment=True)
