"""Which page or snippet a screen is about."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import DraftStateMixin, Page

from pages.moderation.models import Deleted, PublishedVersion
from pages.moderation.models.decision import label_of


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
        if not self.may_decide():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self):
        """Return what is decided on."""
        return find(self.kwargs["label"], self.kwargs["pk"])

    def may_decide(self) -> bool:
        """Tell whether the person may decide it."""
        raise NotImplementedError

    def get_page_subtitle(self):
        """Name what is decided on."""
        return str(self.object)

    def edit_address(self) -> str:
        """Return the address of its editor; the dashboard's, where the person may not open it."""
        return AdminURLFinder(self.request.user).get_edit_url(self.object) or reverse("wagtailadmin_home")

    def done(self, text: str):
        """Say that it was done, and lead back."""
        messages.success(self.request, text)
        return redirect(self.edit_address())

    def get_context_data(self, **kwargs):
        """Add the words of the button and the way back."""
        return super().get_context_data(
            **kwargs,
            object=self.object,
            button=self.button,
            back=self.edit_address(),
            media=self.get_form().media,
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        error_messages={"required": "Say why."},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept in the log of decisions.",
    )
