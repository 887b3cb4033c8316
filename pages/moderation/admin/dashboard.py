"""The dashboard: first what waits for the user's decision, then their own work, and what is unfinished."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Revision

from pages.http_cache.purging import failing_purges
from pages.moderation.people import open_work
from pages.moderation.people.pending_role import PendingRole
from pages.moderation.publishing.due_revisions import waiting_set
from pages.moderation.publishing.holds import may_override, waiting_revisions
from pages.moderation.records.outside_approver import OutsideApprover
from pages.moderation.records.publication_set import sets_holding
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.reviews.comments import open_comment_counts
from pages.moderation.rules import roles
from pages.moderation.rules.second_reviewers import may_give_second_review

from .failing_purges import NAME as FAILING_PURGES
from .open_reviews import reviews_for
from .work_state import describe_open_set, describe_open_work

REPLACED_PANELS = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
"""Wagtail's, with buttons to decide about what nobody has looked at, and titles without numbers."""


def arrange_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in the place of Wagtail's."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED_PANELS)]
    panels += [AwaitingReviewPanel(), OwnWorkPanel(), UnfinishedPublicationsPanel(), AdministrationPanel()]


def leave_out_summary(request: HttpRequest, items: list[Any]) -> None:
    """Leave out Wagtail's numbers of pages, images and documents: what one has to do comes first."""
    items.clear()


class AwaitingReviewPanel(Component):
    """Lists what the user can decide about, in the place of Wagtail's list of what waits for anybody."""

    name = "awaiting_review"
    template_name = "moderation/awaiting_review.html"
    order = 110

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """List it, the oldest first."""
        user = parent_context["request"].user
        reviews = reviews_for(user)
        counts = open_comment_counts(state.obj for state in reviews)
        rows = [(state, counts.get(state.obj.pk, 0)) for state in reviews]
        return {"is_reviewer": roles.has_role(user, *roles.APPROVING_ROLES), "rows": rows}


class OwnWorkPanel(Component):
    """Lists what the user wrote or submitted and readers do not see yet: first what was sent back."""

    name = "own_work"
    template_name = "moderation/own_work.html"
    order = 115

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """List it with its state and the address of its editor; what is in a set, as that set."""
        user = parent_context["request"].user
        if not roles.has_any_role(user):
            return {}
        edit_url = AdminURLFinder(user).get_edit_url
        drafts = [getattr(draft, "specific", draft) for draft in open_work.open_drafts(user)]
        counts = open_comment_counts(drafts)
        sets = sets_holding(drafts)
        rows = [
            (*describe_open_work(draft), draft.full_name, edit_url(draft), counts.get(draft.pk, 0))
            for draft in drafts
            if draft not in sets
        ]
        for each in set(sets.values()):
            inside = [draft for draft in drafts if sets.get(draft) == each]
            comments = sum(counts.get(draft.pk, 0) for draft in inside)
            address = reverse("moderation:set", args=[each.pk])
            rows.append((*describe_open_set(each, inside), each.title, address, comments))
        return {"has_role": True, "rows": sorted(rows, key=lambda row: row[:3:2])}


class UnfinishedPublicationsPanel(Component):
    """Lists what is public with one approval, and what is approved and waits for a hold."""

    name = "unfinished_publications"
    template_name = "moderation/unfinished.html"
    order = 120

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """List both, and tell which of them the user may review or publish in spite of a hold."""
        user = parent_context["request"].user
        if not roles.has_any_role(user):
            return {}
        awaiting = PublishedVersion.objects.awaiting_review().select_related("publication_set")
        # One of each set: the review covers all of it.
        one_of_each = {version.publication_set or version: version for version in awaiting}
        return {
            "versions": [
                (version, _name_of_all(version), may_give_second_review(version, user))
                for version in one_of_each.values()
            ],
            "waiting": [(revision, _waiting_name(revision), hold) for revision, hold in waiting_revisions()],
            "may_override": may_override(user),
        }


def _name_of_all(version: PublishedVersion) -> str:
    publication_set = version.publication_set
    return publication_set.title if publication_set else version.full_name


def _waiting_name(revision: Revision) -> str:
    publication_set = waiting_set(revision)
    return publication_set.title if publication_set else revision.as_object().full_name


class AdministrationPanel(Component):
    """Counts what waits for somebody who looks after roles and accounts; nothing if nothing does."""

    name = "administration"
    template_name = "moderation/administration.html"
    order = 125

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Count it."""
        return {"counts": list(_counts_of_administration(parent_context["request"].user))}


def _counts_of_administration(user: User) -> Iterator[tuple[int, str, str]]:
    """Return numbers that are not zero, each with words and an address."""
    if roles.may_confirm_roles(user):
        roles_to_confirm = [role for role in PendingRole.objects.all() if role.may_be_confirmed_by(user)]
        if roles_to_confirm:
            yield len(roles_to_confirm), "Roles to confirm", reverse("moderation:pending_roles")
        entries = OutsideApprover.objects.present().filter(confirmed_at=None)
        if number := sum(entry.may_be_confirmed_by(user) for entry in entries):
            yield number, "People who approve by link, to confirm", reverse("moderation:outside_approvers")
    if roles.is_site_administrator(user):
        without_role = User.objects.filter(
            groups=None, pending_roles=None, is_active=True, is_superuser=False
        ).count()
        if without_role:
            yield without_role, "Accounts without a role", reverse("wagtailusers_users:index")
        if failed := failing_purges().count():
            yield failed, "Purges that failed", reverse(FAILING_PURGES)
