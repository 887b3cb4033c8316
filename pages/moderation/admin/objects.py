"""Which page or snippet a screen is about."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import DraftStateMixin, Page

from pages.moderation.records.decision import Deleted, label_of
from pages.moderation.records.version import PublishedVersion

FOR_COLLEAGUES = "For your colleagues; kept in the log of decisions. Don’t repeat personal data here."


def find(label: str, pk: str, deleted: bool = False) -> Any:
    """Return the moderated object with this label and key; raise ``Http404`` if there is none.

    With ``deleted``, what was published under them may be deleted by now: then return that.
    """
    try:
        model: Any = apps.get_model(label)
        if not issubclass(model, DraftStateMixin):
            raise Http404
        # Not by its key: a kind of page has one that refers to the page, and breaks at enormous numbers.
        found = model._base_manager.filter(id=pk).first()
    except (LookupError, ValueError) as error:  # no such model, no label of one, or no key
        raise Http404 from error
    if found:
        return found.specific if isinstance(found, Page) else found
    label = label_of(model())
    last = PublishedVersion.objects.filter(model=label, object_id=pk).first()
    if not (deleted and last) or apps.get_model(label)._base_manager.filter(pk=pk).exists():
        raise Http404
    return Deleted(label, pk, last.title)


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """A screen on which one decision is taken, with its reason."""

    template_name = "moderation/decision.html"
    button = ""
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        """Lead back to the editor of what is decided on."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_address(), "label": str(self.object)},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]

    def dispatch(self, request, *args, **kwargs):
        """Refuse those who may not decide it."""
        self.object = self.get_object()
        self.page_subtitle = str(self.object)
        if not self.may_decide():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self):
        """Return what is decided on."""
        return find(self.kwargs["label"], self.kwargs["pk"])

    def may_decide(self) -> bool:
        """Tell whether the person may decide it."""
        raise NotImplementedError

    def edit_address(self) -> str:
        """Return the address of its editor; the dashboard's, where the person may not open it."""
        return AdminURLFinder(self.request.user).get_edit_url(self.object) or reverse("wagtailadmin_home")

    def decide(self, chosen: dict[str, Any]) -> str:
        """Do what was ``chosen`` in the form, and return what to tell the person."""
        raise NotImplementedError

    def form_valid(self, form):
        """Decide it and lead back; or show in the form what stands in the way."""
        try:
            text = self.decide(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, text)
        return redirect(self.edit_address())


def reason_field(label: str, missing: str = "", help_text: str = FOR_COLLEAGUES) -> forms.CharField:
    """Return the field for a reason: optional, unless ``missing`` says what to do where there is none."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )
