"""The base of screens on which one decision about a page or snippet is made."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import DraftStateMixin, Page

from pages.moderation.gate.decision import DeletedObject, model_label
from pages.moderation.gate.versions import PublishedVersion
from pages.moderation.types import StaffRequest

FOR_COLLEAGUES = "For your colleagues; kept in the log of decisions. Don’t repeat personal data here."


def find_moderated_object(label: str, pk: str, include_deleted: bool = False) -> Any:
    """Return the page or snippet with this model label and key; raise ``Http404`` if there is none.

    With ``include_deleted``, return a ``DeletedObject`` for what was published and then deleted.
    """
    try:
        model: Any = apps.get_model(label)
        if not issubclass(model, DraftStateMixin):
            raise Http404
        # Not by ``pk``: that of a page type is a foreign key, which fails on enormous numbers.
        found = model._base_manager.filter(id=pk).first()
    except (LookupError, ValueError) as error:  # unknown model, malformed label or invalid key
        raise Http404 from error
    if found:
        return found.specific if isinstance(found, Page) else found
    label = model_label(model())
    version = PublishedVersion.objects.filter(model=label, object_id=pk).first()
    if not (include_deleted and version) or apps.get_model(label)._base_manager.filter(pk=pk).exists():
        raise Http404
    return DeletedObject(label, pk, version.title)


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """A screen on which one decision about ``object`` is made, with a reason."""

    request: StaffRequest
    template_name = "moderation/decision.html"
    button = ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_address(), "label": self.page_subtitle},
            {"url": "", "label": self.page_title, "sublabel": self.page_subtitle},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        self.page_subtitle = self.subject_name()
        if not self.may_decide():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Any:
        return find_moderated_object(self.kwargs["label"], self.kwargs["pk"])

    def subject_name(self) -> str:
        return self.object.full_name

    def may_decide(self) -> bool:
        raise NotImplementedError

    def edit_address(self) -> str:
        """Return the address of the editor, or of the dashboard if the user may not open the editor."""
        return AdminURLFinder(self.request.user).get_edit_url(self.object) or reverse("wagtailadmin_home")

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
        return redirect(get_valid_next_url_from_request(self.request) or self.edit_address())


def reason_field(label: str, missing: str = "", help_text: str = FOR_COLLEAGUES) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )


def because_field(choices: list[tuple[str, str]], help_text: str) -> forms.ChoiceField:
    """Return a field that asks for the kind of reason that readers see."""
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        label="Why",
        error_messages={"required": "Choose why."},
        help_text=help_text,
    )
