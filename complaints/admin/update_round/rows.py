"""The recommendations of a super-complaint as the round lists them, read from the content of their drafts.

Reading the content makes no objects, which would cost queries for each recommendation.
"""

import html
import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from django.contrib.auth.models import User
from wagtail.locks import BasicLock
from wagtail.models import Page, Revision

from complaints.admin.recommendation_lists import with_draft_numbers
from complaints.models import ProgressUpdate, RecommendationResponsePage
from complaints.models.respondents import our_force_key
from complaints.status.recorded_facts import Content, children, parse_stored_date
from complaints.vocabulary import POSITION_LABELS, POSITION_NOT_ENTERED, ActionStatus
from pages.core.partial_dates import PartialDate
from pages.core.text import without_editor_keys
from pages.moderation.approval import roles
from pages.moderation.approval.public_content import fingerprint
from pages.moderation.views.my_work import annotate_work_state, describe_work_state

LINE_WITH_ADDRESS = re.compile(r"(?P<words>.+?) \((?P<address>https?://[^\s()<>\"]+)\)")
PLAIN_PARAGRAPHS = re.compile(r"(<p>[^<]*</p>\s*)*")


class ActionCells(NamedTuple):
    """An action, as far as the round shows it."""

    title: str
    description: str
    status: str
    status_words: str
    completed: str
    owner: str
    due_dates: tuple[tuple[str, bool], ...]
    """Each date as it is stored, and whether it says that no date can be given; the original first."""

    @property
    def identity(self) -> str:
        """A short digest by which the form knows the action again, whatever its order and status become."""
        return f"{crc32(f'{self.title} {self.description}'.encode()):x}"

    @property
    def due(self) -> PartialDate | None:
        return parse_stored_date(self.due_dates[-1][0]) if self.due_dates else None

    @property
    def has_no_date(self) -> bool:
        return bool(self.due_dates) and self.due_dates[-1][1]


class UpdateCells(NamedTuple):
    """A progress update."""

    as_at: str
    text: str


def action_cells(content: Content) -> ActionCells:
    dates = tuple(
        (date["due"] or "", date["no_date"]) for date in children(content, "due_dates")
    )
    title, description = content["title"], without_editor_keys(content["description"])
    completed, owner = content["completed"] or "", content["owning_post"]
    status, status_words = content["status"], content["status_words"]
    return ActionCells(
        title, description, status, status_words, completed, owner, dates
    )


def update_cells(update: ProgressUpdate) -> UpdateCells:
    return UpdateCells(str(update.as_at or ""), without_editor_keys(update.text))


def to_rich_text(text: str) -> str:
    """Return what somebody typed as rich text: each line is a paragraph."""
    paragraphs = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        paragraphs += f"<p>{html.escape(line, quote=False)}</p>"
    return paragraphs


def with_links(text: str) -> str:
    """Return ``text`` as rich text, in which a line that ends with an address in brackets is a link."""
    lines = []
    for line in text.splitlines():
        found = LINE_WITH_ADDRESS.fullmatch(line.strip())
        if found:
            address, link_text = (
                html.escape(found["address"]),
                html.escape(found["words"], quote=False),
            )
            lines.append(f'<p><a href="{address}">{link_text}</a></p>')
        else:
            lines.append(to_rich_text(line))
    return "".join(lines)


def to_plain_text(rich_text: str) -> str | None:
    """Return rich text as somebody could have typed it; ``None`` if it is more than paragraphs."""
    if not PLAIN_PARAGRAPHS.fullmatch(rich_text):
        return None
    paragraphs = filter(str.strip, re.findall(r"<p>([^<]*)</p>", rich_text))
    return "\n".join(map(html.unescape, paragraphs))


@dataclass
class RoundRow:
    """One recommendation: its latest draft, and whether the person may change it here."""

    page: RecommendationResponsePage
    content: Content
    version: str
    """A digest of the draft that the screen shows: if it differs on saving, somebody changed the draft."""
    obstacle: str
    """Why the person cannot change it here now; empty if they can."""
    may_edit: bool
    """Whether the person may change the page at all."""
    our_force: int | None
    """The key of our force, as far as there is one."""

    @property
    def name(self) -> str:
        """What the labels of its cells call it: ``Recommendation 7.1``."""
        return draft_name(self.page)

    @property
    def changed_by(self) -> str:
        revision = self.page.latest_revision
        if revision and revision.user:
            return roles.display_name(revision.user)
        return "Someone"

    @property
    def actions(self) -> list[ActionCells]:
        return list(map(action_cells, children(self.content, "actions")))

    @property
    def updates(self) -> list[UpdateCells]:
        return [
            UpdateCells(update["as_at"] or "", without_editor_keys(update["text"]))
            for update in children(self.content, "progress_updates")
        ]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """The responses of our force.

        Those of other organisations are changed on the form of the page.
        """
        responses = self.content.get("responses", [])
        return [
            response
            for response in responses
            if self.our_force in response["respondents"]
        ]

    @property
    def position(self) -> str:
        """The position, if there is one response to show it of."""
        if len(self.responses) == 1:
            return self.responses[0]["position"]
        return ""

    @property
    def reason(self) -> str:
        """The reason for the position, if there is one response to show it of."""
        if len(self.responses) == 1:
            return self.responses[0]["reason"]
        return ""

    @property
    def answer(self) -> str | None:
        """The text of the answer; ``None`` if it is more than somebody could have typed."""
        if len(self.responses) != 1:
            return "" if not self.responses else None
        texts = []
        for block in json.loads(self.responses[0]["narrative"] or "[]"):
            if block["type"] != "text":
                return None
            text = to_plain_text(without_editor_keys(block["value"]))
            if text is None:
                return None
            texts.append(text)
        return "\n".join(texts)

    @property
    def position_words(self) -> str:
        labels = []
        for response in self.responses:
            labels.append(POSITION_LABELS[response["position"] or POSITION_NOT_ENTERED])
        return ", ".join(dict.fromkeys(labels))

    @property
    def new_update(self) -> UpdateCells | None:
        """The last progress update that was never public, if it is text that somebody could have typed."""
        last = self.updates[-1] if self.updates else None
        if not last or to_plain_text(last.text) is None:
            return None
        is_public = self.page.live and last in map(
            update_cells, self.page.progress_updates.all()
        )
        return None if is_public else last

    @property
    def last_reported(self) -> str:
        """The date of the last progress update before the new one, in words."""
        new = self.new_update
        dates = [
            parse_stored_date(update.as_at) for update in self.updates if update != new
        ]
        known = list(filter(None, dates))
        return max(known).words if known else ""

    @property
    def action_words(self) -> list[str]:
        labels = dict(ActionStatus.choices)
        words = []
        for action in self.actions:
            status = labels.get(action.status, "No status")
            due = f", due {action.due.words}" if action.due else ""
            words.append(f"{status}{due}")
        return words


def draft_name(page: Any) -> str:
    """Return the kind and number of the latest draft, or its title if it has no number."""
    kind = page.get_kind_display()
    if page.draft_number:
        return f"{kind} {page.draft_number}"
    return f"{kind}: {draft_title(page)}"


def draft_title(page: Any) -> str:
    return page.draft_title or page.title


def list_rows(super_complaint: Page, user: User) -> list[RoundRow]:
    """Return the recommendations of ``super_complaint`` in the order of their numbers."""
    found = RecommendationResponsePage.objects.child_of(super_complaint)
    pages = list(
        annotate_work_state(with_draft_numbers(found))
        .prefetch_related("progress_updates", "locked_by")
        .order_by("draft_sort_key", "path")
    )
    revisions = Revision.objects.select_related("user").in_bulk(
        [page.latest_revision_id for page in pages]
    )
    our_force = our_force_key()
    rows = []
    for page in pages:
        may_edit = page.permissions_for_user(user).can_edit()
        # The revision was read with its content.
        revision = page.latest_revision = revisions.get(page.latest_revision_id)
        # One that was published without a revision, as the first content of a site may
        # be, has no version.
        content = revision.content if revision else page.serializable_data()
        version = fingerprint(content) if revision else ""
        obstacle = obstacle_to_change(page, user, may_edit)
        rows.append(RoundRow(page, content, version, obstacle, may_edit, our_force))
    return rows


def obstacle_to_change(page: Any, user: User, may_edit: bool) -> str:
    """Say why ``user`` cannot change ``page`` here now; empty if they can."""
    if not may_edit:
        return "You cannot edit it"
    if page.approved_for or page.workflow_in_progress:
        return describe_work_state(page)[0]
    if page.locked and BasicLock(page).for_user(user):
        if page.locked_by:
            return f"Locked by {roles.display_name(page.locked_by)}"
        return "Locked"
    return ""
