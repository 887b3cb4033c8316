"""The models of moderation, each defined in the package that uses it."""

# ruff: noqa: F401 -- Django and other apps find them here.

from pages.moderation.approval.agreement import RecordedAgreement
from pages.moderation.approval.approval_task import IndependentApprovalTask
from pages.moderation.approval.audit_log import AuditLogEntry, DeletedObject
from pages.moderation.approval.authors import Authorship
from pages.moderation.approval.page_review import PageReview
from pages.moderation.approval.publication_set import PublicationSet, SetItem
from pages.moderation.approval.publishing_pause import PublishingPause
from pages.moderation.approval.versions import PublishedVersion
from pages.moderation.dual_control.second_person import PendingChange
from pages.moderation.emails.mail import KeptMail

from .emails.mail import DigestChoice, DigestEntry
