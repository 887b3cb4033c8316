"""The lists of what waits for somebody, on the dashboard too, and in words who has a page now."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import CharField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets import SwitchInput
from wagtail.models import Revision
from wagtail.query import PageQuerySet

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import AuditLogEntry, Removal
from pages.moderation.approval.publication_set import (
    PublicationSet,
    go_live_in_words,
    scheduled_revisions,
    set_holding,
    sets_holding,
    waiting_set,
)
from pages.moderation.approval.removals import (
    describe_removal,
    removals_of,
    taken_down_together,
    with_last_appearance,
)
from pages.moderation.approval.review_comments import open_comment_counts
from pages.moderation.dual_control import membership
from pages.moderation.dual_control.second_person import SCREEN, PendingChange
from pages.moderation.emails.mail import DigestChoice, people_to_correct
from pages.moderation.files import unfinished_uploads
from pages.moderation.takedown import requests_to_take_down

from .base import AdminView
from .open_reviews import find_moderated_object, name_and_address, reviews_for
from .publishing_pause import PublishingPausePanel


def annotate_work_state(pages: PageQuerySet) -> PageQuerySet:
    """Read with ``pages`` what ``describe_work_state`` needs, in a fixed number of queries."""
    # The text of a draft is long, and no list shows it.
    drafts = Prefetch(
        "latest_revision", Revision.objects.defer("content").select_related("user")
    )
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    first_time = approved.order_by("approved_go_live_at").values("approved_go_live_at")[
        :1
    ]
    found = (
        with_last_appearance(pages.specific())
        .prefetch_related(drafts)
        .prefetch_workflow_states()
    )
    return found.annotate_approved_schedule().annotate(
        approved_for=Subquery(first_time)
    )


def describe_work_state(page: Any) -> list[str]:
    """Return what happens to ``page`` now, the most important first.

    ``annotate_work_state`` has read it.
    """
    states = []
    if page.approved_for:
        states.append(_describe_time(page))
    if page.workflow_in_progress:
        states.append(_describe_review(page))
    elif page.has_unpublished_changes and not page.approved_for:
        author = roles.display_name(page.latest_revision and page.latest_revision.user)
        if page.current_workflow_state:
            whose = f" from {author}" if author else ""
            states.append(f"Changes requested{whose}")
        else:
            whose = f"by {author}" if author else "(no author)"
            states.append(f"Draft {whose}")
    if page.is_taken_down:
        states.append("Taken down")
    elif page.live:
        states.append("Live")
    else:
        states.append("Not public")
    return states


def _describe_time(page: Any) -> str:
    if page.approved_for > timezone.now():
        return f"Scheduled for {moment_in_words(page.approved_for)}"
    return "Approved, not public yet"


def describe_schedule(revision: Revision) -> str:
    return f"Scheduled for {moment_in_words(revision.approved_go_live_at)}"


def _describe_review(obj: Any) -> str:
    return f"In moderation: {obj.current_workflow_state.current_task_state.task.name}"


def describe_open_work(obj: Any) -> tuple[int, str]:
    """Return how urgent ``obj`` is for its author, from 0, and its state."""
    if obj.workflow_in_progress:
        return 2, _describe_review(obj)
    if review := obj.current_workflow_state:
        decision = review.current_task_state
        who = roles.display_name(decision.finished_by)
        by = f" by {who}" if who else ""
        requested = f"Changes requested{by}"
        if decision.comment:
            requested += f": “{decision.comment}”"
        return SENT_BACK, requested
    if scheduled := obj.scheduled_revision:
        return 3, describe_schedule(scheduled)
    return 1, "Draft"


def describe_open_set(
    publication_set: PublicationSet, objects: list[Any]
) -> tuple[int, str]:
    """Return the same of a set, of which ``objects`` are a part."""
    number = publication_set.items.count()
    size = f"{number} item{pluralize(number)}"
    if not publication_set.is_open:
        urgency = 2 if publication_set.state == PublicationSet.State.IN_REVIEW else 3
        return urgency, f"{publication_set.get_state_display()} · {size}"
    sent_back = next((obj for obj in objects if obj.current_workflow_state), None)
    if not sent_back:
        return 1, f"Publication set, not submitted · {size}"
    urgency, state = describe_open_work(sent_back)
    return urgency, f"{state} · {size}"


SENT_BACK = 0
DECISIONS = "decide"
"""The key of the list of what waits for somebody's decision."""


@dataclass(frozen=True)
class TaskRow:
    """One thing in a list: the words of its link, where that leads, and its state."""

    words: str
    address: str
    state: str


@dataclass(frozen=True)
class TaskList:
    """One list of what somebody can do, or has to wait for."""

    key: str
    heading: str
    lines: list[TaskRow]


def work_of(user: User) -> list[TaskList]:
    """Return the lists that are for ``user``, the most urgent first; none for people without a role."""
    if not roles.has_any_role(user):
        return []
    to_correct = _to_correct(user)
    sent_back = []
    others = []
    for urgency, line in _own_work(user, set().union(*to_correct)):
        if urgency == SENT_BACK:
            sent_back.append(line)
        else:
            others.append(line)
    corrections = [_correction(group, user) for group in to_correct]
    lists = [TaskList("sent-back", "Changes requested", sent_back)]
    if corrections:
        lists.append(
            TaskList("taken-down", "Taken down: correction needed", corrections)
        )
    if roles.has_role(user, *roles.APPROVING_ROLES):
        lists.append(
            TaskList("take-down", "Take-down requested", _take_down_requests())
        )
        lists.append(TaskList(DECISIONS, "Awaiting your review", list(_reviews(user))))
    mine = TaskList("mine", "Your drafts and submissions", others)
    if not roles.may_see_sets(user):
        lists.append(mine)
    else:
        scheduled = [
            TaskRow(*_named(revision, user), describe_schedule(revision))
            for revision in scheduled_revisions()
        ]
        lists += [
            mine,
            TaskList("scheduled", "Scheduled", scheduled),
        ]
    if uploads := _unfinished_uploads(user):
        lists.append(TaskList("uploads", "Unfinished uploads", uploads))
    return lists


def _reviews(user: User) -> Iterator[TaskRow]:
    reviews = reviews_for(user)
    counts = open_comment_counts(state.obj for state in reviews)
    for state in reviews:
        by = f" by {state.submitter}" if state.submitter else ""
        submitted = (
            f"Submitted{by} on {moment_in_words(state.workflow_state.created_at)}"
        )
        notes = [submitted]
        if goes_live := go_live_in_words(state.revision):
            notes.append(f"go-live {goes_live}")
        yield TaskRow(
            f"Review {state.name}",
            reverse("moderation:review", args=[state.pk]),
            " · ".join(notes) + _comments(counts.get(state.obj.pk, 0)),
        )


def _to_correct(user: User) -> list[dict[Any, AuditLogEntry]]:
    """Return what was taken down and ``user`` is asked to correct, unless it is submitted or approved already."""
    groups = []
    for group in taken_down_together():
        top = next(iter(group))
        if top.current_workflow_state or top.approved_schedule:
            continue
        authors: set[int] = set()
        for removal in group.values():
            authors.update(removal.details(Removal).authors)
        if user in people_to_correct(authors):
            groups.append(group)
    return groups


def _correction(group: dict[Any, AuditLogEntry], user: User) -> TaskRow:
    """Return the row of what was taken down together: by its first page, or its set if it is in one."""
    top, removal = next(iter(group.items()))
    name, address = name_and_address(top, set_holding(top), user)
    state = describe_removal(removal)
    others = len(group) - 1
    if others:
        pages = pluralize(others, "page was,pages were")
        state += f" {others} other {pages} taken down with it."
    return TaskRow(name, address, state)


def _own_work(user: User, to_correct: set[Any]) -> list[tuple[int, TaskRow]]:
    """Return the rows of the other drafts of ``user``, and how urgent each is."""
    edit_url = AdminURLFinder(user).get_edit_url
    drafts = [
        draft for draft in membership.open_drafts(user) if draft not in to_correct
    ]
    counts = open_comment_counts(drafts)
    sets = sets_holding(drafts)
    removals = removals_of(drafts)
    rows = []
    for draft in drafts:
        if draft not in sets:
            urgency, state = describe_open_work(draft)
            if draft in removals:
                state += f" · {removals[draft].get_action_display().lower()}"
            state += _comments(counts.get(draft.pk, 0))
            rows.append(
                (urgency, TaskRow(draft.full_name, edit_url(draft) or "", state))
            )
    for publication_set in set(sets.values()):
        inside = [draft for draft in drafts if sets.get(draft) == publication_set]
        urgency, state = describe_open_set(publication_set, inside)
        state += _comments(sum(counts.get(draft.pk, 0) for draft in inside))
        rows.append(
            (
                urgency,
                TaskRow(
                    publication_set.title,
                    reverse("moderation:set", args=[publication_set.pk]),
                    state,
                ),
            )
        )
    return sorted(rows, key=lambda row: (row[0], row[1].words))


def _take_down_requests() -> list[TaskRow]:
    lines = []
    for asked in requests_to_take_down():
        obj = find_moderated_object(asked.model, asked.object_id)
        address = reverse("moderation:take_down", args=[obj._meta.label_lower, obj.pk])
        state = f"Asked by {asked.actor} on {moment_in_words(asked.decided_at)}: “{asked.reason}”"
        lines.append(TaskRow(f"Decide about {obj.full_name}", address, state))
    return lines


def _unfinished_uploads(user: User) -> list[TaskRow]:
    address = reverse("wagtaildocs:add_multiple")
    rows = []
    for upload in unfinished_uploads(user):
        name = PurePath(upload.file.name).name
        rows.append(TaskRow(name, address, "Not saved as a document yet"))
    return rows


def _named(revision: Revision, user: User) -> tuple[str, str]:
    return name_and_address(revision.as_object(), waiting_set(revision), user)


def _comments(number: int) -> str:
    if number:
        return f" · {number} open comment{pluralize(number)}"
    return ""


class MyWorkPanel(Component):
    """Says on the dashboard how much is in each list, and shows its first lines."""

    name = "my_work"
    template_name = "moderation/my_work_panel.html"
    order = 110

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        lists = work_of(user)
        is_empty = not any(task_list.lines for task_list in lists)
        if is_empty and not roles.may_see_sets(user):
            # What the feedback team has to do is in a panel of its own, above this one.
            lists = []
        return {"lists": lists, "is_empty": is_empty}


class MyWorkView(AdminView, TemplateView):
    """Shows one of the lists as a whole."""

    template_name = "moderation/my_work.html"
    page_title = "My tasks"
    header_icon = "list-ul"
    opens_to = staticmethod(roles.has_any_role)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = work_of(self.request.user)
        chosen = next(
            (task_list for task_list in lists if task_list.key == self.kwargs["key"]),
            None,
        )
        if not chosen:
            raise Http404
        self.page_subtitle = chosen.heading
        return {**super().get_context_data(**kwargs), "lists": lists, "chosen": chosen}


class DigestForm(forms.ModelForm):
    """Asks whether somebody wants one email a day, and one a week about dates."""

    class Meta:
        model = DigestChoice
        fields = ["daily_digest", "weekly_dates"]
        widgets = {"daily_digest": SwitchInput, "weekly_dates": SwitchInput}


class DigestPanel(BaseSettingsPanel):
    """Lets everybody with a role choose one email a day."""

    name = "digest"
    title = "How often"
    tab = notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self) -> bool:
        """Leave it out for people without a role, who get no emails."""
        return roles.has_any_role(self.user)

    def get_form(self) -> Any:
        choice = DigestChoice.objects.filter(person=self.user).first() or DigestChoice(
            person=self.user
        )
        sent = self.request.POST if self.request.method == "POST" else None
        return DigestForm(sent, instance=choice, prefix=self.name)


REPLACED_PANELS = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
"""Wagtail's, with buttons to decide about what nobody has looked at, and titles without numbers."""


def arrange_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED_PANELS)]
    panels += [PublishingPausePanel(), MyWorkPanel(), AdministrationPanel()]


class AdministrationPanel(Component):
    """Counts what waits for somebody who looks after roles and accounts; nothing if nothing does."""

    name = "administration"
    template_name = "moderation/administration.html"
    order = 125

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        to_confirm = sum(
            change.may_be_confirmed_by(user) for change in PendingChange.objects.all()
        )
        counts = [
            (to_confirm, "Changes to confirm as a second person", reverse(SCREEN))
        ]
        if roles.is_site_administrator(user):
            unused = User.objects.filter(
                groups=None, pending_changes=None, is_active=True, is_superuser=False
            )
            counts.append(
                (
                    unused.count(),
                    "Accounts without a role",
                    reverse("wagtailusers_users:index"),
                )
            )
        return {"counts": [count for count in counts if count[0]]}
