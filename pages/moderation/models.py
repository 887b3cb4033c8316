"""The models of moderation, which stand in the rooms that use them."""

# ruff: noqa: F401 -- Django and other apps find them here.

from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.authors import Authorship
from pages.moderation.gate.decision import Decision, DeletedObject
from pages.moderation.gate.outside_approver import OutsideApprover
from pages.moderation.gate.page_review import PageReview
from pages.moderation.gate.publication_set import PublicationSet, SetItem
from pages.moderation.gate.publishing_pause import PublishingPause
from pages.moderation.gate.versions import PublishedVersion
from pages.moderation.mails.mail import KeptMail
from pages.moderation.people.second_person import PendingChange

from .mails.mail import DigestChoice, DigestEntry
