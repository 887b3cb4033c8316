"""The models of moderation, which stand in the rooms that use them."""

from pages.moderation.people.second_person import PendingChange
from pages.moderation.records.authorship import Authorship
from pages.moderation.records.decision import Decision, DeletedObject
from pages.moderation.records.digest import DigestChoice, DigestEntry
from pages.moderation.records.hold import Hold
from pages.moderation.records.outside_approver import OutsideApprover
from pages.moderation.records.publication_set import PublicationSet, SetItem
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.records.suggestion import Suggestion
from pages.moderation.reviews.approval_task import IndependentApprovalTask

__all__ = [
    "Authorship",
    "Decision",
    "DeletedObject",
    "DigestChoice",
    "DigestEntry",
    "Hold",
    "IndependentApprovalTask",
    "OutsideApprover",
    "PendingChange",
    "PublicationSet",
    "PublishedVersion",
    "SetItem",
    "Suggestion",
]
