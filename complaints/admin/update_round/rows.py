"""The recommendations of a super-complaint as the round lists them, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from wagtail.locks import BasicLock
from wagtail.models import Page, Revision

from complaints.admin.recommendation_lists import with_draft_numbers
from complaints.models import RecommendationResponsePage
from complaints.vocabulary import ActionStatus, Position
from pages.core.rich_text import without_editor_keys
from pages.moderation.admin.work_state import annotate_work_state, describe_work_state
from pages.moderation.records.snapshot import fingerprint
from pages.moderation.rules import roles

from .draft_cells import ActionCells, UpdateCells, actions_of, parse_date, to_plain_text, updates_of


@dataclass
class Row:
    """One recommendation: its latest draft, and whether the person may change it here."""

    page: RecommendationResponsePage
    content: dict[str, Any]
    version: str
    """A digest of the draft that the screen shows: if it differs on saving, somebody changed the draft."""
    obstacle: str
    """Why the person cannot change it here now; empty if they can."""
    may_edit: bool
    """Whether the person may change the page at all."""

    @property
    def name(self) -> str:
        """What the labels of its cells call it: ``Recommendation 7.1``."""
        kind = self.page.get_kind_display()
        return f"{kind} {self.page.draft_number}" if self.page.draft_number else f"{kind}: {self.title}"

    @property
    def title(self) -> str:
        """The short title in the draft."""
        return self.page.draft_title or self.page.title

    @property
    def changed_by(self) -> str:
        """Who saved the draft last."""
        revision = self.page.latest_revision
        return roles.display_name(revision.user) if revision and revision.user else "Somebody"

    @property
    def actions(self) -> list[ActionCells]:
        """The actions in the draft."""
        return actions_of(self.content)

    @property
    def responses(self) -> list[dict[str, Any]]:
        """The responses in the draft."""
        return self.content.get("responses", [])

    @property
    def position(self) -> str:
        """The position, if there is one response to show it of."""
        return self.responses[0]["position"] if len(self.responses) == 1 else ""

    @property
    def position_words(self) -> str:
        """The positions of all responses."""
        labels = dict(Position.choices)
        return ", ".join(dict.fromkeys(labels.get(each["position"], "not stated") for each in self.responses))

    @property
    def new_update(self) -> UpdateCells | None:
        """The last progress update that was never public, if it is text that somebody could have typed."""
        found = updates_of(self.content)
        if not found or to_plain_text(found[-1].text) is None or found[-1] in self._published_updates:
            return None
        return found[-1]

    @property
    def _published_updates(self) -> list[UpdateCells]:
        if not self.page.live:
            return []
        return [
            UpdateCells(str(each.as_at or ""), without_editor_keys(each.text))
            for each in self.page.progress_updates.all()
        ]

    @property
    def last_reported(self) -> str:
        """The date of the last progress update before the new one, in words."""
        dates = [parse_date(each.as_at) for each in updates_of(self.content) if each != self.new_update]
        known = [each for each in dates if each]
        return max(known).words if known else ""

    @property
    def action_words(self) -> list[str]:
        """Status and due date of each action, for a row that cannot be changed."""
        labels = dict(ActionStatus.choices)
        return [
            f"{labels.get(each.status, 'No status')}{f', due {each.due.words}' if each.due else ''}"
            for each in self.actions
        ]


def content_of(page: RecommendationResponsePage, revision: Revision | None) -> tuple[dict[str, Any], str]:
    """Return the content of the latest draft of ``page``, and its version."""
    if not revision:  # it was published without one, as the first content of a site may be
        return page.serializable_data(), ""
    return revision.content, fingerprint(revision.content)


def list_rows(super_complaint: Page, user: User) -> list[Row]:
    """Return the recommendations of ``super_complaint`` in the order of their numbers."""
    found = RecommendationResponsePage.objects.child_of(super_complaint)
    pages = list(
        annotate_work_state(with_draft_numbers(found))
        .prefetch_related("progress_updates", "locked_by")
        .order_by("draft_sort_key", "path")
    )
    revisions = Revision.objects.in_bulk([page.latest_revision_id for page in pages])
    rows = []
    for page in pages:
        may_edit = page.permissions_for_user(user).can_edit()
        content, version = content_of(page, revisions.get(page.latest_revision_id))
        rows.append(Row(page, content, version, _obstacle(page, user, may_edit), may_edit))
    return rows


def _obstacle(page: Any, user: User, may_edit: bool) -> str:
    if not may_edit:
        return "You may not change it"
    if page.approved_for or page.workflow_in_progress:
        return describe_work_state(page)[0]
    if page.locked and BasicLock(page).for_user(user):
        return f"Locked by {roles.display_name(page.locked_by)}" if page.locked_by else "Locked"
    return ""
