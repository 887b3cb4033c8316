"""Published versions: what was public, and when."""

from typing import Any, Self
from uuid import uuid4

from django.apps import apps
from django.db import models
from django.db.models import Max, Model, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision, Site

from pages.core.page_visibility import MAX_TREE_LEVELS

from .audit_log import Clearance, DeletedObject, object_key
from .public_content import SCHEMA_VERSION
from .publication_set import PublicationSet

REDACTION_REASONS = [
    ("personal_data", "personal data"),
    ("safety", "someone’s safety"),
    ("legal", "a legal reason"),
    ("error", "an error"),
]
"""Reasons for which the words of a published version were removed, as readers see them."""
FIRST_NOTE = "First published on this site."
"""The change note of a first version, for which nobody has to write one."""


class PublishedVersionQuerySet(models.QuerySet):
    """Published versions, filtered by object."""

    def for_object(self, obj: Model | DeletedObject) -> Self:
        return self.filter(**object_key(obj))


class PublishedVersion(models.Model):
    """One publication, in plain values: Wagtail purges revisions and deletes those of deleted pages."""

    class WithdrawalReason(models.TextChoices):
        """Reasons for which something is no longer public, as readers see them."""

        PERSONAL_DATA = "personal_data", "it contained personal data"
        SAFETY = "safety", "it could have put someone at risk"
        LEGAL = "legal", "there was a legal reason"
        ERROR = "error", "it contained an error"
        EXPIRED = "expired", "it was only published for a time"

    uuid = models.UUIDField(default=uuid4, editable=False, unique=True)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for each object.")
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    revision_id = models.BigIntegerField()
    path = models.CharField(
        max_length=500, blank=True, db_index=True, help_text="The address of the page."
    )
    identifier = models.CharField(
        max_length=150,
        blank=True,
        db_index=True,
        default="",
        help_text="The identifier in the open data; a redaction keeps it.",
    )
    title = models.CharField(max_length=255)
    snapshot = models.JSONField()
    schema_version = models.PositiveSmallIntegerField(default=1)
    change_note = models.TextField()
    approvals = models.JSONField(
        default=list, help_text="Role and time of each approval."
    )
    published_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(
        max_length=20, choices=WithdrawalReason, blank=True
    )
    redacted_at = models.DateTimeField(null=True)
    redacted_because = models.CharField(
        max_length=20, choices=REDACTION_REASONS, blank=True
    )
    publication_set = models.ForeignKey(
        PublicationSet,
        null=True,
        on_delete=models.SET_NULL,
        related_name="versions",
        help_text="The set that it was published with.",
    )

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="version_object_idx")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.title}, {timezone.localtime(self.published_at):%-d %B %Y}"

    @property
    def set_title(self) -> str:
        """The title of the set that it was published with; empty without one, and once it is redacted."""
        if self.publication_set and not self.redacted_at:
            return self.publication_set.title
        return ""

    @property
    def full_name(self) -> str:
        """What lists and emails of the CMS call what was published, with the title that it had then."""
        found = (
            apps.get_model(self.model)._base_manager.filter(pk=self.object_id).first()
        )
        obj = getattr(found, "specific", found)
        if hasattr(obj, "name_with"):
            return obj.name_with(self.title)
        return self.title


def add_version(
    draft: DraftStateMixin,
    public_fields: dict[str, Any],
    revision: Revision,
    clearance: Clearance,
    *,
    publication_set: PublicationSet | None = None,
) -> PublishedVersion:
    """Store ``revision``, of which ``draft`` is live now, as the version that is public."""
    versions = PublishedVersion.objects.for_object(draft)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    address = draft.get_url_parts() if isinstance(draft, Page) else None
    path = address[2] if address else ""
    return PublishedVersion.objects.create(
        **object_key(draft),
        title=str(draft)[:255],
        path=path,
        identifier=getattr(draft, "identifier", ""),
        schema_version=SCHEMA_VERSION,
        number=number,
        revision_id=revision.pk,
        snapshot=public_fields,
        change_note=draft.change_note.strip() or FIRST_NOTE,
        approvals=clearance.approvals,
        published_at=draft.last_published_at,
        publication_set=publication_set,
    )


def withdraw(obj: DraftStateMixin, because: PublishedVersion.WithdrawalReason) -> None:
    """Mark the public version of ``obj`` as withdrawn from now on."""
    if version := PublishedVersion.objects.for_object(obj).first():
        version.withdrawn_at = timezone.now()
        version.withdrawn_because = because
        version.save()


def withdrawn_version_for(request: HttpRequest) -> PublishedVersion | None:
    """Return the version that was taken down from the requested address, or from a page above it.

    Addresses below a page, such as its history, are withdrawn with the page. A page
    that still exists is found by its place in the tree, wherever it stood when it was
    published. A page that was deleted or moved is found by the address of its last
    version. Return None if the page is live, here or elsewhere.
    """
    site = Site.find_for_request(request)
    if not site or "\0" in request.path:
        return None
    root = site.root_page.url_path.rstrip("/")
    paths = _paths_down_to(request.path)
    found = Page.objects.filter(url_path__in=[root + path for path in paths])
    pages = {
        page.url_path.removeprefix(root): page
        for page in found.only("url_path", "live")
    }
    # A live page is not withdrawn, and neither are the pages above it.
    lowest_live = 0
    for level, path in enumerate(paths, start=1):
        if path in pages and pages[path].live:
            lowest_live = level
    version = _newest_version_at(paths[lowest_live:], pages)
    if not version or not version.withdrawn_at:
        return None
    if Page.objects.filter(pk=version.object_id, live=True).exists():
        return None
    return version


def _paths_down_to(path: str) -> list[str]:
    """Return the addresses above ``path``, highest first, and its own; no tree is deeper than the limit."""
    names = list(filter(None, path.split("/", MAX_TREE_LEVELS)[:MAX_TREE_LEVELS]))
    return [f"/{'/'.join(names[: end + 1])}/" for end in range(len(names))] or ["/"]


def _newest_version_at(
    paths: list[str], pages: dict[str, Page]
) -> PublishedVersion | None:
    """Return the newest version at the lowest of ``paths`` that has one."""
    if not paths:
        return None
    of_pages = Q(object_id__in=[str(pages[path].pk) for path in paths if path in pages])
    versions = PublishedVersion.objects.filter(
        of_pages | Q(path__in=paths), model="wagtailcore.page"
    ).defer("snapshot")
    # A page that was never public does not hide what stood at its address before.
    published = {version.object_id for version in versions}
    keys = {}
    for path in paths:
        if path in pages and str(pages[path].pk) in published:
            keys[path] = str(pages[path].pk)
    for path in reversed(paths):
        for version in versions:
            if path not in keys and version.path == path:
                return version
            if path in keys and version.object_id == keys[path]:
                return version
    return None
