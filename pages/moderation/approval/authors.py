"""Who wrote what has not been published yet."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from pages.files.version_files import files_in_revision, files_in_version

from .audit_log import AuditLogEntry, Clearance, object_key
from .public_content import snapshot, text_digest
from .versions import PublishedVersion


class Authorship(models.Model):
    """A user saved a change of an object.

    The row is deleted when the change is published, or a year later if it never is.
    Files and publication sets count as objects without revisions: their revision is 0,
    and the row stays until they are published.

    Wagtail's revisions cannot tell: they are purged, and each names only its last
    author.
    """

    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    user_id = models.BigIntegerField()
    revision_id = models.BigIntegerField(
        help_text="The revision that holds the change."
    )
    text_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_index=True,
        help_text="Digest of the revision’s text.",
    )
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "user_id", "revision_id"],
                name="one_authorship_a_revision",
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} by {self.user_id}"


ABANDONED_DRAFTS_KEPT_FOR = timedelta(days=365)


def add_authors(obj: DraftStateMixin, users: Iterable[int], revision: Revision) -> None:
    digest = text_digest(revision.content)
    now = timezone.now()
    Authorship.objects.bulk_create(
        [
            Authorship(
                **object_key(obj),
                user_id=user,
                revision_id=revision.pk,
                text_digest=digest,
                saved_at=now,
            )
            for user in users
        ],
        update_conflicts=True,
        unique_fields=["model", "object_id", "user_id", "revision_id"],
        update_fields=["text_digest", "saved_at"],
    )


def authors_of_restored_text(
    obj: DraftStateMixin, revision: Revision, reverted_to: Revision | None = None
) -> set[int]:
    """Return the authors of the earlier drafts whose text ``revision`` restores.

    Those drafts are ``reverted_to``, if somebody reverted, and every draft with the
    same text, which may have been pasted. Text that was once public has no authors,
    even if a later draft restored it.
    """
    same_text = Authorship.objects.filter(
        **object_key(obj), text_digest=text_digest(revision.content)
    )
    sources = {
        *same_text.exclude(revision_id=revision.pk).values_list(
            "revision_id", flat=True
        )
    }
    authors = set()
    if reverted_to and reverted_to.pk not in _published_revisions(obj):
        sources.add(reverted_to.pk)
        # A revision that was copied along with its page has no authorships, only a
        # user.
        authors.update({reverted_to.user_id} - {None})
    if sources:
        digest = text_digest(snapshot(revision.as_object()))
        snapshots = PublishedVersion.objects.for_object(obj).values_list(
            "snapshot", flat=True
        )
        if any(text_digest(snapshot) == digest for snapshot in snapshots):
            return set()
    return authors.union(*(_authors_of_draft(obj, source) for source in sources))


def _published_revisions(obj: DraftStateMixin) -> set[int]:
    versions = PublishedVersion.objects.for_object(obj).values_list(
        "revision_id", flat=True
    )
    return {0, _live_revision_id(obj), *versions}


def _live_revision_id(obj: DraftStateMixin) -> int:
    # Wagtail also sets a live revision on a draft that was copied from a live page.
    return (obj.live and obj.live_revision_id) or 0


def _authors_of_draft(obj: DraftStateMixin, revision_id: int) -> Iterable[int]:
    """Return who wrote the revision since the publication before it; nobody if it was published itself."""
    since = max(
        published for published in _published_revisions(obj) if published <= revision_id
    )
    written = Authorship.objects.filter(
        **object_key(obj), revision_id__gt=since, revision_id__lte=revision_id
    )
    return written.values_list("user_id", flat=True)


def authors_since_publication(
    obj: DraftStateMixin, until: Revision | None = None
) -> set[int]:
    """Return the ids of the users who changed ``obj`` since its last publication, or who submitted it.

    Whoever uploaded or changed a file in it counts until something with this file is
    published. ``until`` is the revision to be published: later changes do not count.
    """
    revision = until or obj.latest_revision
    files = files_in_revision(revision) if revision else files_in_version(obj)
    authors = {*_authorships_of_files(files).values_list("user_id", flat=True)}
    written = Authorship.objects.filter(**object_key(obj))
    published = (
        PublishedVersion.objects.for_object(obj)
        .values_list("revision_id", flat=True)
        .first()
    )
    if since := published or _live_revision_id(obj):
        written = written.filter(revision_id__gt=since)
    if until:
        written = written.filter(revision_id__lte=until.pk)
    authors.update(written.values_list("user_id", flat=True))
    workflow_state = obj.current_workflow_state
    if workflow_state and workflow_state.requested_by_id:
        authors.add(workflow_state.requested_by_id)
    return authors


def clearance_of(revision: int) -> Clearance:
    """Return what last cleared this revision, or an empty clearance; it names authors that are forgotten."""
    cleared = AuditLogEntry.objects.filter(
        action=AuditLogEntry.Action.CLEARED, revision_id=revision
    )
    decision = cleared.order_by("pk").last()
    return decision.details(Clearance) if decision else Clearance()


def add_author_of(file_or_set: Model, user: User) -> None:
    Authorship.objects.get_or_create(
        **object_key(file_or_set), user_id=user.pk, revision_id=0
    )


def authors_of_set(publication_set: Model) -> QuerySet[Authorship]:
    """Return who wrote what readers see of a set: its title, its change note and the time."""
    return Authorship.objects.filter(**object_key(publication_set))


def _authorships_of_files(
    files: Iterable[tuple[type[Model], str]],
) -> QuerySet[Authorship]:
    condition = Q(pk__in=[])
    for model, key in files:
        condition |= Q(model=model._meta.label_lower, object_id=key)
    return Authorship.objects.filter(condition)


def forget_authors(
    obj: DraftStateMixin, revision: Revision, files: Iterable[tuple[type[Model], str]]
) -> None:
    """Delete authorships of what is published; those of drafts that may be restored stay for a while."""
    written = Authorship.objects.filter(**object_key(obj), revision_id__lte=revision.pk)
    published = Q(revision_id=revision.pk) | Q(
        text_digest=text_digest(revision.content)
    )
    too_old = Q(saved_at__lt=timezone.now() - ABANDONED_DRAFTS_KEPT_FOR)
    written.filter(published | too_old).delete()
    _authorships_of_files(files).delete()
