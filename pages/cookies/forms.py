"""The form in which a reader chooses."""

from django import forms
from django.db import models

from .registry import groups_in_use


class ChoiceForm(forms.Form):
    """Yes or no for each group in use; nothing is chosen in advance.

    The banner answers for all groups at once by ``all``; the cookies page asks for each.
    """

    policy = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    wording = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=models.BigIntegerField.MAX_BIGINT, required=False
    )

    def __init__(self, data=None, *, wording, chosen=None):
        """Ask about the groups that ``wording``'s site uses; ``chosen`` is what the reader chose before."""
        self.published = wording
        self.groups = self._asked(data, wording)
        super().__init__(
            data and self._spread(data),
            initial={
                "policy": wording.cookie_policy_version,
                "wording": wording.live_revision_id,
                **{name: "yes" if accepted else "no" for name, accepted in (chosen or {}).items()},
            },
        )
        for group in self.groups:
            self.fields[group.name] = forms.ChoiceField(
                choices=[("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
                label=f"May we use {group.title.lower()} cookies?",
                help_text=f"They {group.purpose}.",
                error_messages={"required": f"Choose whether we may use {group.title.lower()} cookies"},
            )

    @staticmethod
    def _asked(data, wording):
        """Return the groups in use; of them, those that the reader's banner named if it answers for all."""
        groups = groups_in_use(wording)
        if not data or "all" not in data:
            return groups
        return [group for group in groups if group.name in data.get("groups", "").split()]

    def _spread(self, data):
        answer = {"accept": "yes", "reject": "no"}.get(data.get("all", ""))
        return {**data.dict(), **{group.name: answer for group in self.groups}} if answer else data

    def clean(self):
        """Refuse an answer to no question."""
        if not self.groups:
            raise forms.ValidationError("There is nothing to choose.")
        return super().clean()

    @property
    def known_wording(self) -> int | None:
        """The revision of the wording that the reader saw, if the site has such a one."""
        sent = self.cleaned_data["wording"]
        return sent if sent and self.published.revisions.filter(pk=sent).exists() else None

    def clean_policy(self) -> int:
        """Return the version that the reader saw: never one that is not published yet."""
        return min(self.cleaned_data["policy"], self.published.cookie_policy_version)

    @property
    def chosen(self) -> dict[str, bool]:
        """What the reader chose, by the names of the groups."""
        return {group.name: self.cleaned_data[group.name] == "yes" for group in self.groups}
