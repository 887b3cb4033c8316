"""Puts back pages that were taken down together, as one publication set."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from pages.moderation.approval import roles
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.publication_set import set_holding
from pages.moderation.approval.removals import (
    describe_removal,
    removals_of,
    removed_together,
)
from pages.moderation.approval.set_actions import make_set

from .decisions import DecisionView
from .open_reviews import find_moderated_object

LONGEST_NAME = 150
"""In the title of a set, which has room for a few words more."""


class PutBackForm(forms.Form):
    """Asks which of the pages that went together come back."""

    pages = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Pages to put back",
        error_messages={"required": "Tick the pages to put back."},
    )

    def __init__(self, *args: Any, together: list[Any], **kwargs: Any) -> None:
        """Offer all of ``together``, ticked."""
        super().__init__(*args, **kwargs)
        self.together = together
        field: Any = self.fields["pages"]
        field.choices = [(str(page.pk), page.full_name) for page in together]
        field.initial = [str(page.pk) for page in together]

    def clean_pages(self) -> list[Any]:
        """Return the pages that were ticked; what stands below a page is public only with it."""
        ticked = self.cleaned_data["pages"]
        chosen = [page for page in self.together if str(page.pk) in ticked]
        for page in self.together:
            if page not in chosen and any(
                other.is_descendant_of(page) for other in chosen
            ):
                raise ValidationError(
                    f"Tick “{page.full_name}” too. The pages under it are only public with it."
                )
        return chosen


class PutBackView(DecisionView):
    """Makes a publication set of pages that went together, where they are submitted as one."""

    page_title = "Put back"
    header_icon = "upload"
    button = "Create a publication set"
    template_name = "moderation/put_back.html"
    opens_to = staticmethod(roles.may_see_sets)
    form_class = PutBackForm

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Lead to the set that holds the page already, or to the page if nothing is to be put back."""
        self.object = self.get_object()
        self.together = removed_together(self.object)
        self.decided_set = set_holding(self.object)
        if not self.may_open() or (self.together and not self.decided_set):
            return super().dispatch(request, *args, **kwargs)
        if self.decided_set:
            messages.info(request, "This page is in the publication set below.")
        else:
            messages.info(request, "No other pages were taken down with this one.")
        return redirect(self.edit_address())

    def get_object(self) -> Any:
        return find_moderated_object(Page._meta.label_lower, self.kwargs["pk"])

    def may_open(self) -> bool:
        return super().may_open() and may_edit(self.object, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "together": self.together}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        removal = removals_of(self.together)[self.together[0]]
        words = {"removal": describe_removal(removal), "reason": removal.reason}
        return {**super().get_context_data(**kwargs), **words}

    def decide(self, chosen: dict[str, Any]) -> str:
        pages = chosen["pages"]
        title = f"{pages[0].full_name[:LONGEST_NAME]}, published again"
        self.decided_set = make_set(self.request.user, title, objects=pages)
        number = f"{len(pages)} page{'s' * (len(pages) != 1)}"
        return f"{number} added to a publication set. Write the change note, then submit it for moderation."
