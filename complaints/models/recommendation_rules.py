"""The rules of a recommendation: what no draft may hold, and what a publication must have."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from pages.core.partial_dates import PartialDate

from .actions import Action
from .response import ProgressUpdate
from .validation import parent_page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagtail.models import Page


class RecommendationRulesMixin:
    """Mixed into the recommendation page, before the base page."""

    if TYPE_CHECKING:
        number: str
        summary: str
        wording: str
        wording_source: str
        deadline: PartialDate | None
        responses: Any  # modelcluster's managers have no types
        actions: Any
        find_item_with_same_number: Callable[[Page], Page | None]

    def clean(self) -> None:
        """Refuse a number that another page or draft has, and a deadline before the report."""
        parent = parent_page_of(self)
        if parent and self.number and (other := self.find_item_with_same_number(parent)):
            raise ValidationError(
                {
                    "number": f"“{other.get_admin_display_title()}” already has the number "
                    f"{self.number}. Check both and change one."
                }
            )
        super().clean()  # type: ignore[misc]
        report = self.report_published
        if self.deadline and report and self.deadline.is_certainly_before(report):
            raise ValidationError({"deadline": f"This is before the report was published ({report.words})."})

    @property
    def report_published(self) -> PartialDate | None:
        """When the report of its super-complaint was published, if it has a parent and a report."""
        parent = parent_page_of(self)
        return parent.specific.report_published if parent else None

    def clean_for_publication(self) -> None:
        """Refuse an item that does not say what it asks, and changes of promises and published updates."""
        super().clean_for_publication()  # type: ignore[misc]
        errors = {}
        if not self.wording and not self.summary.strip():
            errors["summary"] = "Say what it asks, or give the exact wording below."
        if self.wording and not self.wording_source:
            errors["wording_source"] = "Say where the wording is printed."
        if errors:
            raise ValidationError(errors)
        self._check_actions_belong_to_respondents()
        Action.check_promised_actions_remain(self)
        ProgressUpdate.check_published_updates_remain(self)

    def _check_actions_belong_to_respondents(self) -> None:
        responding = {each for response in self.responses.all() for each in response.respondents.all()}
        for action in self.actions.all():
            for organisation in action.respondents.all():
                if organisation not in responding:
                    raise ValidationError(
                        f"The action “{action}” is one of {organisation}, who does not respond on this page. "
                        "Add the response, or choose somebody else."
                    )
