"""The form in which a reader chooses cookies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from pages.content.models import SiteWording

from .choices import GroupWithChoice, groups_in_use


class CookieChoiceForm(forms.Form):
    """Yes or no for each group in use, none chosen in advance; the banner answers for ``all`` at once."""

    policy = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    wording = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=models.BigIntegerField.MAX_BIGINT,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        wording: SiteWording,
        chosen: Mapping[str, bool] | None = None,
    ) -> None:
        """Ask about the groups that the site with ``wording`` uses; ``chosen`` is the last choice."""
        self.published_wording = wording
        self.groups = self._groups_to_answer(data, wording)
        initial: dict[str, Any] = {
            "policy": wording.cookie_policy_version,
            "wording": wording.live_revision_id,
        }
        for name, is_accepted in (chosen or {}).items():
            initial[name] = "yes" if is_accepted else "no"
        super().__init__(data and self._with_answer_for_all(data), initial=initial)
        for group in self.groups:
            self.fields[group.name] = forms.ChoiceField(
                choices=[("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
                label=f"May we use {group.title.lower()} cookies?",
                help_text=f"They {group.purpose}.",
                error_messages={
                    "required": f"Choose whether we may use {group.title.lower()} cookies"
                },
            )

    @staticmethod
    def _groups_to_answer(
        data: QueryDict | None, wording: SiteWording
    ) -> list[GroupWithChoice]:
        """Return the groups in use; if the banner answers for all, only those that it named."""
        groups = groups_in_use(wording)
        if not data or "all" not in data:
            return groups
        return [
            group for group in groups if group.name in data.get("groups", "").split()
        ]

    def _with_answer_for_all(self, data: QueryDict) -> Mapping[str, Any]:
        """Return ``data`` with the answer of the banner repeated for each group."""
        answer = {"accept": "yes", "reject": "no"}.get(data.get("all", ""))
        if answer:
            return {**data.dict(), **{group.name: answer for group in self.groups}}
        return data

    def clean(self) -> dict[str, Any] | None:
        if not self.groups:
            raise forms.ValidationError("There is nothing to choose.")
        return super().clean()

    @property
    def seen_wording_revision(self) -> int | None:
        """The revision of the wording that the reader saw; ``None`` if there is no such revision."""
        sent = self.cleaned_data["wording"]
        if sent and self.published_wording.revisions.filter(pk=sent).exists():
            return sent
        return None

    def clean_policy(self) -> int:
        """Return the policy version that the reader saw; refuse one that is not published yet."""
        seen = self.cleaned_data["policy"]
        if seen > self.published_wording.cookie_policy_version:
            raise forms.ValidationError("Open the cookies page again, then choose.")
        return seen

    @property
    def chosen(self) -> dict[str, bool]:
        return {
            group.name: self.cleaned_data[group.name] == "yes" for group in self.groups
        }
