"""The bulk action that puts pages of a list into a publication set."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from pages.moderation.records.publication_set import PublicationSet, sets_holding
from pages.moderation.reviews.sets import add, make_set

from .set_candidates import obstacle_to_set


class ChosenSetForm(forms.Form):
    """Asks for an open set, or the title of a new one."""

    publication_set = forms.ModelChoiceField(
        queryset=PublicationSet.objects.filter(state=PublicationSet.State.OPEN),
        required=False,
        empty_label="A new set",
        help_text="Only sets that are not submitted are listed.",
    )
    title = forms.CharField(
        required=False,
        max_length=PublicationSet._meta.get_field("title").max_length,
        label="Title of the new set",
        help_text="Readers see it in the history of each page.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a title if no set is chosen."""
        chosen = super().clean() or self.cleaned_data
        if not self.errors and not chosen["publication_set"] and not chosen["title"]:
            self.add_error("title", "Enter a title, or choose a set above.")
        return chosen


class PutIntoSetAction(PageBulkAction):
    """Puts the latest drafts of pages into a new or an open set, by the rules of the set's own screen."""

    display_name = "Put into a set"
    action_type = "put_into_set"
    aria_label = "Put the selected pages into a publication set"
    template_name = "moderation/put_into_set.html"
    action_priority = 5
    form_class = ChosenSetForm

    def check_perm(self, page: Page) -> bool:
        """Leave out what cannot be put into a set now."""
        return not self._obstacle(page)

    def _obstacle(self, page: Page) -> str:
        return obstacle_to_set(page, self.request.user, sets_holding([page]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of each page that is left out why it is."""
        context = super().get_context_data(**kwargs)
        for left_out in context["items_with_no_access"]:
            left_out["reason"] = self._obstacle(left_out["item"])
        return context

    def form_valid(self, form: ChosenSetForm) -> HttpResponse:
        """Put them in; if that has become impossible meanwhile, say so and keep what was entered."""
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def execute_action(self, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        """Put the pages in, and lead to the set, where it is submitted."""
        if not objects:
            raise ValidationError(
                "Somebody has submitted or changed these meanwhile. Look at the list again."
            )
        user, chosen = self.request.user, self.cleaned_form.cleaned_data
        pages = [page.specific for page in objects]
        publication_set = chosen["publication_set"]
        if publication_set:
            add(publication_set, user, pages)
        else:
            publication_set = make_set(user, chosen["title"], objects=pages)
        self.next_url = reverse("moderation:set", args=[publication_set.pk])
        return len(pages), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were put in."""
        return f"Put into the set: {num_parent_objects}."
