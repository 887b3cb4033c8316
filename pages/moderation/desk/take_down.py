"""The screen that takes something down at once."""

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import Page

from pages.files.version_files import FILE_MODELS, files_in_version
from pages.moderation.gate import roles
from pages.moderation.gate.versions import PublishedVersion
from pages.moderation.takedown.take_down import take_down, take_down_file

from .decision_view import DecisionView, because_field, reason_field

REASONS = [
    choice
    for choice in PublishedVersion.WithdrawalReason.choices
    if choice[0] != PublishedVersion.WithdrawalReason.EXPIRED
]


class TakeDownForm(forms.Form):
    """Asks which kind of reason readers see, and for the reason itself."""

    because = because_field(REASONS, "Readers who open the address see the date and this reason.")
    reason = reason_field("What happened", "Say what happened.")


class TakeDownView(DecisionView):
    """Takes down a snippet, or a page and everything below it."""

    page_title = "Take down"
    header_icon = "download"
    button = "Take down now"
    template_name = "moderation/take_down.html"
    form_class = TakeDownForm

    def may_decide(self) -> bool:
        return roles.may_take_down(self.request.user)

    def decide(self, chosen: dict[str, Any]) -> str:
        because = PublishedVersion.WithdrawalReason(chosen["because"])
        names = take_down(self.object, self.request.user, because, chosen["reason"])
        return (
            f"Taken down: {', '.join(names)}."
            if names
            else "Nothing was taken down: none of this is public any more."
        )

    def affected_names(self) -> list[str]:
        if isinstance(self.object, Page):
            affected = list(self.object.get_descendants(inclusive=True).live().specific())
        else:
            affected = [self.object] if self.object.live else []
        return [each.name_with(str(each)) for each in affected]

    def files(self) -> list[tuple[str, str]]:
        """Return the name of each file that this shows, and where it is taken down for good."""
        found = [model._base_manager.filter(pk=key).first() for model, key in files_in_version(self.object)]
        return sorted((str(file), address_to_take_down(file)) for file in found if file)


def address_to_take_down(file: Any) -> str:
    return reverse("moderation:take_down_file", args=[file._meta.label_lower, file.pk])


class TakeDownFileForm(TakeDownForm):
    """Asks the same about a file, whose address tells readers nothing afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].help_text = "Your colleagues are told."


class TakeDownFileView(TakeDownView):
    """Deletes a document or an image for good, whether or not somebody approved it."""

    page_title = "Take down a file"
    button = "Delete the file now"
    template_name = "moderation/take_down_file.html"
    form_class = TakeDownFileForm

    def get_object(self) -> Any:
        models = {model._meta.label_lower: model for model in FILE_MODELS}
        if self.kwargs["label"] not in models:
            raise Http404
        return get_object_or_404(models[self.kwargs["label"]], pk=self.kwargs["pk"])

    def subject_name(self) -> str:
        return str(self.object)

    def edit_address(self) -> str:
        """Return the address of the dashboard: not everybody who takes down may open a file."""
        return reverse("wagtailadmin_home")

    def decide(self, chosen: dict[str, Any]) -> str:
        name = str(self.object)
        because = PublishedVersion.WithdrawalReason(chosen["because"])
        take_down_file(self.object, self.request.user, because, chosen["reason"])
        return f"Taken down: {name}."
